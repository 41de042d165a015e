import { seedWorld } from "../../server/sandbox/seed";
import type { RegionWorld, World } from "../../server/sandbox/world";

/** Two resources of each kind: `ended` for a pause that is over, `open` for one that is left half way. */
export const names = {
  ended: ["api-5xx", "price-quote", "checkout", "web-asg", "api-1", "catalog-db"],
  open: ["queue-age", "order-events", "catalog", "queue-asg", "worker-1", "reports-db"],
} as const;

/** The built-in sandbox account, cut down to these and what hangs on them: 20 KB instead of 105 in every fixture. */
export function smallWorld(now: number): World {
  const world = seedWorld(now);
  const region = world.regions["eu-central-1"];
  if (!region) throw new Error("The sandbox has no eu-central-1 any more");
  return { ...world, regions: { "eu-central-1": cutDown(region) } };
}

function cutDown(region: RegionWorld): RegionWorld {
  const wanted = new Set<string>([...names.ended, ...names.open]);
  const isDev = ({ tags }: { readonly tags: Readonly<Record<string, string>> }) => tags.Environment === "dev";
  const groups = region.groups.filter((group) => isDev(group) && wanted.has(group.name));
  const members = new Set(groups.flatMap((group) => group.members.map(({ instanceId }) => instanceId)));
  const instances = region.instances.filter(
    (instance) => members.has(instance.id) || (isDev(instance) && wanted.has(instance.tags.Name ?? "")),
  );
  const services = region.services.filter((service) => isDev(service) && wanted.has(service.name));
  const targets = region.scalableTargets.filter(({ resourceId }) =>
    services.some(({ cluster, name }) => resourceId === `service/${cluster}/${name}`),
  );
  const functions = region.functions.filter((one) => isDev(one) && wanted.has(one.name));
  const alarmNames = new Set(targets.flatMap(({ policies }) => policies.flatMap((policy) => policy.alarmNames)));
  return {
    instances,
    volumes: region.volumes.filter((volume) => instances.some(({ id }) => id === volume.instanceId)),
    addresses: region.addresses.filter((address) => instances.some(({ id }) => id === address.instanceId)),
    groups,
    databases: region.databases.filter((database) => isDev(database) && wanted.has(database.id)),
    clusters: region.clusters,
    services,
    taskDefinitions: region.taskDefinitions.filter(({ family, revision }) =>
      services.some(({ taskDefinition }) => taskDefinition.includes(`${family}:${revision}`)),
    ),
    scalableTargets: targets,
    functions,
    eventSources: region.eventSources.filter((source) => functions.some(({ name }) => name === source.functionName)),
    alarms: region.alarms.filter((alarm) => alarmNames.has(alarm.name) || (isDev(alarm) && wanted.has(alarm.name))),
    corners: {},
  };
}

/** Times, revisions and public addresses that AWS moves by itself on every stop and start. */
const moving = /At$|^(until|serial|publicIp|revisionId|deploymentId)$/;

/** The account without what no restore brings back: which machines a group has launched, and when. */
export function restorable(world: World): unknown {
  const text = JSON.stringify(world, (key, value: unknown) => (moving.test(key) ? undefined : value));
  const { regions } = JSON.parse(text) as World;
  return Object.entries(regions).map(([name, region]) => {
    const members = new Set(region.groups.flatMap((group) => group.members.map((member) => member.instanceId)));
    const instances = region.instances.filter(({ id, tags }) => !members.has(id) && !tags["aws:autoscaling:groupName"]);
    const own = new Set(instances.map(({ id }) => id));
    const volumes = region.volumes.filter(({ instanceId }) => own.has(instanceId ?? ""));
    const groups = region.groups.map((group) => ({ ...group, members: group.members.length }));
    // The first version had no corners, and the small world has nothing in them.
    return { name, region: { ...region, instances, volumes, groups, corners: {} } };
  });
}
