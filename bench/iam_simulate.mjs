// iam-simulate as a worker: `node iam_simulate.mjs PACKAGES WORKLOAD`; speaks as bench/serving.py does.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [packages, file] = process.argv.slice(2);
// The core is not among the package's exports, but only the core takes policies that are parsed already.
const part = (...path) => import(pathToFileURL(join(packages, "@cloud-copilot", ...path)));
const { authorize } = await part("iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js");
const { AwsRequestImpl } = await part("iam-simulate/dist/esm/request/request.js");
const { RequestContextImpl } = await part("iam-simulate/dist/esm/requestContext.js");
const { DiscoveryContextKeyConstraints } = await part(
  "iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js",
);
const { runUnsafeSimulation } = await part("iam-simulate/dist/esm/index.js");
const { loadPolicy, validateIdentityPolicy } = await part("iam-policy/dist/esm/index.js");

const OUTCOMES = { Allowed: "allowed", ExplicitlyDenied: "explicitDeny", ImplicitlyDenied: "implicitDeny" };

const { account, policies, requests } = JSON.parse(readFileSync(file, "utf8"));
const texts = policies.map((policy) => JSON.stringify(policy));
const identityPolicies = policies.map((policy, number) => loadPolicy(policy, { name: `p${number}` }));
const simulationParameters = {
  simulationMode: "Strict",
  discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
};

const prepared = requests.map(({ action, resource, principal, context }) => ({
  core: {
    request: new AwsRequestImpl(
      principal,
      { resource, accountId: account },
      action,
      new RequestContextImpl(context),
    ),
    identityPolicies,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    simulationParameters,
  },
  plain: { principal, action, resource: { resource, accountId: account }, contextVariables: context },
}));

const decide = ({ core }) => authorize(core).result;

const parse = () => texts.map((text, number) => ({ name: `p${number}`, policy: JSON.parse(text) }));

const decideOn = (identityPolicies, { plain }) =>
  runUnsafeSimulation(
    { request: plain, identityPolicies, serviceControlPolicies: [], resourceControlPolicies: [] },
    {},
  );

// Its own way to validate, `runSimulation`, also looks up the resource types and may stop there.
const parseCheckAndDecide = (request) => {
  const parsed = parse();
  if (parsed.some(({ policy }) => validateIdentityPolicy(policy).length)) throw new Error("a faulty policy");
  return decideOn(parsed, request);
};

// It builds its explanation with every decision, so both are one step.
const steps = {
  decide,
  explain: decide,
  "parse and decide": parseCheckAndDecide,
  "parse unchecked and decide": (request) => decideOn(parse(), request),
};

// The smaller of wall and CPU seconds; why, says bench/serving.py.
function time(step, count) {
  const chosen = Array.from({ length: count }, (_, index) => prepared[index % prepared.length]);
  const cpu = process.cpuUsage();
  const wall = performance.now();
  for (const request of chosen) step(request);
  const elapsed = performance.now() - wall;
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(elapsed / 1e3, (user + system) / 1e6);
}

const reply = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

reply({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const step = steps[command.step];
  if (command.ask) reply({ decisions: command.ask.map((index) => OUTCOMES[step(prepared[index])]) });
  else reply({ seconds: time(step, command.count) });
}
