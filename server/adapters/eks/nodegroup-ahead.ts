import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { readVolumeKeys, volumeKeysRead } from "../../aws/reads/ec2";
import type { LookAhead } from "../contract";
import { keysIn } from "../keys";
import { makerOf } from "../managed-machines";
import type { NodegroupDetail } from "./nodegroup-detail";

/** A filter takes at most 200 values (DescribeInstances, EC2 API reference). */
const namesAtMost = 200;

/**
 * New nodes are encrypted as those that are there: by the template's key, or the account's own for EBS. Only the disks
 * that go with a node count; persistent volumes of pods stay, and keep their key.
 */
export const nodegroupAhead: LookAhead<NodegroupDetail> = {
  iam: ["ec2:DescribeInstances", volumeKeysRead],
  look: async () => new Map(),
  async keys(aws, seen) {
    const nodes = await nodesBy(
      aws,
      seen.map(({ name }) => name),
    );
    const ids = seen.flatMap(({ nativeId }) => nodes.get(nativeId) ?? []);
    const keys = await readVolumeKeys(aws, ids, ({ DeleteOnTermination }) => DeleteOnTermination === true);
    return new Map(
      seen.map(({ nativeId }) => [
        nativeId,
        keysIn(...(nodes.get(nativeId) ?? []).flatMap((id) => keys.get(id) ?? [])),
      ]),
    );
  },
};

/** Ids of the nodes, by `cluster/name`: a group's name is unique within its cluster only. */
async function nodesBy(aws: ReadDoor, names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const some of chunks([...new Set(names)].sort(), namesAtMost)) {
    const Filters = [{ Name: "tag:eks:nodegroup-name", Values: [...some] }];
    const lists = pages(
      (token) =>
        aws.read(
          EC2Client,
          new DescribeInstancesCommand({ MaxResults: 1000, Filters, ...(token && { NextToken: token }) }),
        ),
      (out) => out.NextToken,
    );
    for await (const { Reservations = [] } of lists) {
      for (const { InstanceId: id = "", Tags = [] } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
        const tags = Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
        const group = makerOf(tags)?.nativeId ?? "";
        found.set(group, [...(found.get(group) ?? []), id]);
      }
    }
  }
  return found;
}
