import {
  type Address,
  DescribeAddressesCommand,
  DescribeSpotInstanceRequestsCommand,
  EC2Client,
  type SpotInstanceRequest,
  type Volume,
} from "@aws-sdk/client-ec2";
import { pages, type ReadDoor } from "../../aws/door";
import {
  idFilter,
  readInstanceStore,
  readInstances,
  readStatusChecks,
  type SeenInstance,
  volumePages,
} from "../../aws/reads/ec2";
import { readUnusedPayers } from "../../aws/reads/reservations";
import type { Observed } from "../../core/resource";
import { type InstanceDetail, observed, sorted } from "./instance-detail";

/** Instances and all that belongs to them: one list per region for each part, never one call per instance. */
export async function* discoverInstances(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<InstanceDetail>> {
  if (only?.length === 0) return;
  // The longest two lists, side by side: disks are asked for by the same names.
  const [instances, { volumes, volumeIds }] = await Promise.all([readInstances(aws, only), readVolumes(aws, only)]);
  if (instances.length === 0) return;
  const ids = only && instances.map(({ id }) => id);
  const [checks, stores, addresses, spots, payers] = await Promise.all([
    readStatusChecks(aws, instances, only === undefined),
    readInstanceStore(aws, instances),
    instances.some(mayHaveElasticIp) ? readAddresses(aws, ids) : new Map<string, Address[]>(),
    readSpotRequests(aws, instances),
    readUnusedPayers(aws, instances),
  ]);
  for (const seen of instances) {
    yield observed(aws.region, seen, {
      checks: checks.get(seen.id),
      store: stores.get(seen.instance.InstanceType ?? ""),
      volumes: volumes.get(seen.id) ?? [],
      isUnread: (volumeId) => !volumeIds.has(volumeId),
      addresses: addresses.get(seen.id) ?? [],
      spot: spots.get(seen.instance.SpotInstanceRequestId ?? ""),
      unusedPayer: payers.get(seen.instance.CapacityReservationId ?? ""),
    });
  }
}

/** Volumes by the instance that they bill with: one that is attached to several counts once, at the first by id. */
async function readVolumes(
  aws: ReadDoor,
  only?: readonly string[],
): Promise<{ volumes: Map<string, Volume[]>; volumeIds: Set<string> }> {
  const list = volumePages(aws, idFilter("attachment.instance-id", only));
  const volumes = new Map<string, Volume[]>();
  const volumeIds = new Set<string>();
  for await (const page of list) {
    for (const volume of page.Volumes ?? []) {
      if (volume.VolumeId) volumeIds.add(volume.VolumeId);
      const [first] = sorted(volume.Attachments?.map((attachment) => attachment.InstanceId));
      if (first) volumes.set(first, [...(volumes.get(first) ?? []), volume]);
    }
  }
  return { volumes, volumeIds };
}

/** The list of instances names the owner of each public address: `amazon` lends it, so it is no Elastic IP. */
function mayHaveElasticIp({ instance }: SeenInstance): boolean {
  const interfaces = instance.NetworkInterfaces ?? [];
  const associations = interfaces
    .flatMap((one) => [one, ...(one.PrivateIpAddresses ?? [])])
    .flatMap(({ Association: one }) => (one?.PublicIp || one?.CarrierIp || one?.CustomerOwnedIp ? [one] : []));
  if (associations.length === 0) return Boolean(instance.PublicIpAddress);
  return associations.some((one) => one.IpOwnerId !== "amazon");
}

async function readAddresses(aws: ReadDoor, only?: readonly string[]): Promise<Map<string, Address[]>> {
  const answer = await aws.read(EC2Client, new DescribeAddressesCommand(idFilter("instance-id", only)));
  const byInstance = new Map<string, Address[]>();
  for (const address of answer.Addresses ?? []) {
    const id = address.InstanceId;
    if (id) byInstance.set(id, [...(byInstance.get(id) ?? []), address]);
  }
  return byInstance;
}

/** Asked only where there are Spot instances. */
async function readSpotRequests(
  aws: ReadDoor,
  instances: readonly SeenInstance[],
): Promise<Map<string, SpotInstanceRequest>> {
  const ids = sorted(instances.map(({ instance }) => instance.SpotInstanceRequestId));
  if (ids.length === 0) return new Map();
  const filter = idFilter("spot-instance-request-id", ids);
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeSpotInstanceRequestsCommand({ MaxResults: 1000, ...filter, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  const found = new Map<string, SpotInstanceRequest>();
  for await (const page of list) {
    for (const request of page.SpotInstanceRequests ?? []) {
      if (request.SpotInstanceRequestId) found.set(request.SpotInstanceRequestId, request);
    }
  }
  return found;
}
