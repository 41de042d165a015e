import type { DescribeVolumesCommandInput } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import type { Observed } from "../../core/resource";
import { recordingDoor } from "../../testing/recording-door";
import { nodegroupAhead } from "./nodegroup-ahead";
import type { NodegroupDetail } from "./nodegroup-detail";

function group(cluster: string, name: string): Observed<NodegroupDetail> {
  const detail = {} as unknown as NodegroupDetail;
  return { nativeId: `${cluster}/${name}`, arn: "", name, type: "", tags: {}, detail };
}

function node(InstanceId: string, cluster: string, name: string) {
  const Tags = [
    { Key: "eks:cluster-name", Value: cluster },
    { Key: "eks:nodegroup-name", Value: name },
  ];
  return { Instances: [{ InstanceId, Tags }] };
}

test("the keys of the disks that go with a node are its group's; those of persistent volumes are not", async () => {
  const door = recordingDoor({
    DescribeInstances: () => ({ Reservations: [node("i-1", "one", "web"), node("i-2", "two", "web")] }),
    DescribeVolumes: () => ({
      Volumes: [
        { KmsKeyId: "root", Attachments: [{ InstanceId: "i-1", DeleteOnTermination: true }] },
        { KmsKeyId: "pod", Attachments: [{ InstanceId: "i-1", DeleteOnTermination: false }] },
        { Attachments: [{ InstanceId: "i-2", DeleteOnTermination: true }] },
      ],
    }),
  });
  const found = await nodegroupAhead.keys?.(door, [group("one", "web"), group("two", "web"), group("one", "empty")]);
  expect(found).toEqual(
    new Map([
      ["one/web", ["root"]],
      ["two/web", []],
      ["one/empty", []],
    ]),
  );
  expect(door.calls.map(({ operation, input }) => [operation, (input as DescribeVolumesCommandInput).Filters])).toEqual(
    [
      ["DescribeInstances", [{ Name: "tag:eks:nodegroup-name", Values: ["empty", "web"] }]],
      ["DescribeVolumes", [{ Name: "attachment.instance-id", Values: ["i-1", "i-2"] }]],
    ],
  );
});

test("a group without nodes needs no list of disks", async () => {
  const door = recordingDoor({ DescribeInstances: () => ({ Reservations: [] }) });
  expect(await nodegroupAhead.keys?.(door, [group("one", "web")])).toEqual(new Map([["one/web", []]]));
  expect(door.calls.map(({ operation }) => operation)).toEqual(["DescribeInstances"]);
});
