import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

const hourMs = 3_600_000;
const now = Date.parse("2026-11-20T12:00:00Z");
/** Friday morning, an hour of each kind of day before it. */
const week = { StartTime: new Date(now - 168 * hourMs), EndTime: new Date(now) };

const query = (Id: string, Namespace: string, MetricName: string, dimensions: Readonly<Record<string, string>>) => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace,
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: 3600,
    Stat: "Maximum",
  },
});
const cpu = (Id: string, InstanceId: string) => query(Id, "AWS/EC2", "CPUUtilization", { InstanceId });

async function instance(name: string, environment: string | null) {
  const sandbox = await startSandbox({ pace: 0 });
  const { Reservations = [] } = await sandbox.ec2.send(new DescribeInstancesCommand({}));
  const tag = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [], key: string) =>
    tags.find(({ Key }) => Key === key)?.Value ?? null;
  const found = Reservations.flatMap(({ Instances = [] }) => Instances).find(
    ({ Tags }) => tag(Tags, "Name") === name && tag(Tags, "Environment") === environment,
  );
  return { ...sandbox, id: found?.InstanceId ?? "" };
}

const read = async (
  { cloudwatch }: Pick<Awaited<ReturnType<typeof startSandbox>>, "cloudwatch">,
  queries: readonly ReturnType<typeof query>[],
  more: object = {},
) => cloudwatch.send(new GetMetricDataCommand({ ...week, MetricDataQueries: [...queries], ...more }));

test("the same question gets the same answer, by the hour; what is forgotten does next to nothing", async () => {
  const at = await instance("okafor-test", null);
  const [first, again] = [await read(at, [cpu("a", at.id)]), await read(at, [cpu("a", at.id)])];
  const [result] = first.MetricDataResults ?? [];
  expect(result?.Values).toEqual(again.MetricDataResults?.[0]?.Values);
  expect(result?.StatusCode).toBe("Complete");
  expect(result?.Values?.length).toBe(168);
  expect(Math.max(...(result?.Values ?? []))).toBeLessThan(5);
});

test("what is off, unknown, or asked by other dimensions has no values", async () => {
  const at = await instance("api-1", "dev");
  const values = async (...queries: readonly ReturnType<typeof query>[]) =>
    (await read(at, queries)).MetricDataResults?.map(({ Values = [] }) => Values.length);
  const other = query("b", "AWS/EC2", "CPUUtilization", { InstanceId: at.id, ImageId: "ami-1" });
  const [own] = (await values(cpu("a", at.id))) ?? [];
  expect(own).toBeGreaterThan(24);
  expect(await values(cpu("a", "i-0"), other)).toEqual([0, 0]);
  await at.ec2.send(new StopInstancesCommand({ InstanceIds: [at.id] }));
  at.clock.pass(300);
  expect(await values(cpu("a", at.id))).toEqual([0]);
});

test("a stream that nobody writes to has no records, and not none an hour", async () => {
  const at = await startSandbox({ pace: 0 });
  const records = (name: string) => query("a", "AWS/Kinesis", "IncomingRecords", { StreamName: name });
  expect((await read(at, [records("sensor-lab")])).MetricDataResults?.[0]?.Values).toEqual([]);
  expect((await read(at, [records("clickstream-lab")])).MetricDataResults?.[0]?.Values).toHaveLength(168);
});

test("answers in pages of so many values, and refuses what AWS refuses", async () => {
  const at = await instance("okafor-test", null);
  const three = [cpu("a", at.id), cpu("b", at.id), cpu("c", at.id)];
  const first = await read(at, three, { MaxDatapoints: 340 });
  expect(first.MetricDataResults?.map(({ Id }) => Id)).toEqual(["a", "b"]);
  const second = await read(at, three, { MaxDatapoints: 340, NextToken: first.NextToken });
  expect(second.MetricDataResults?.map(({ Id }) => Id)).toEqual(["c"]);
  expect(second.NextToken).toBeUndefined();
  await expect(read(at, three, { NextToken: "x" })).rejects.toMatchObject({ name: "InvalidNextToken" });
  await expect(read(at, three, { StartTime: week.EndTime })).rejects.toMatchObject({ name: "ValidationError" });
  await expect(
    read(
      at,
      Array.from({ length: 501 }, () => cpu("a", at.id)),
    ),
  ).rejects.toMatchObject({
    name: "ValidationError",
  });
});
