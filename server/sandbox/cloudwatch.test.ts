import {
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

test("actions go off and on; names that do not exist are passed over", async () => {
  const { cloudwatch } = await startSandbox();
  const AlarmNames = ["api-5xx", "mail-age", "no-such-alarm"];
  const enabled = async () => {
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
    return Object.fromEntries((MetricAlarms ?? []).map((each) => [each.AlarmName, each.ActionsEnabled]));
  };
  expect(await enabled()).toEqual({ "api-5xx": true, "mail-age": false });
  await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
  expect(await enabled()).toEqual({ "api-5xx": false, "mail-age": false });
  await cloudwatch.send(new EnableAlarmActionsCommand({ AlarmNames: ["api-5xx", "no-such-alarm"] }));
  expect(await enabled()).toEqual({ "api-5xx": true, "mail-age": false });
  const many = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
  await expect(cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: many }))).rejects.toMatchObject({
    name: "ValidationError",
  });
});

test("composite alarms are told only when they are asked for", async () => {
  const { cloudwatch } = await startSandbox();
  const plain = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  expect(plain.CompositeAlarms).toEqual([]);
  const AlarmTypes = ["MetricAlarm" as const, "CompositeAlarm" as const];
  const both = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmTypes, MaxRecords: 100 }));
  expect(both.CompositeAlarms?.map((each) => each.AlarmName)).toEqual(["shop-down-prod"]);
  expect(both.MetricAlarms).toHaveLength(plain.MetricAlarms?.length ?? 0);
  const names: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 4, ...(NextToken && { NextToken }) }));
    names.push(...(page.MetricAlarms ?? []).map((each) => each.AlarmName));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(names).toEqual(plain.MetricAlarms?.map((each) => each.AlarmName));
  expect(names).toContain("TargetTracking-service/dev/checkout-AlarmHigh");
});

test("tags come from the service and from the tagging API alike", async () => {
  const { cloudwatch, tag } = await startSandbox();
  const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ["db-cpu"] }));
  const ResourceARN = MetricAlarms?.[0]?.AlarmArn ?? "";
  const { Tags } = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toContainEqual({ Key: "Environment", Value: "dev" });
  const all = new Map<string | undefined, unknown>();
  let PaginationToken: string | undefined;
  do {
    const page = await tag.send(
      new GetResourcesCommand({
        ResourceTypeFilters: ["cloudwatch:alarm", "lambda:function"],
        ResourcesPerPage: 20,
        ...(PaginationToken && { PaginationToken }),
      }),
    );
    for (const each of page.ResourceTagMappingList ?? []) all.set(each.ResourceARN, each.Tags);
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  expect(all.get(ResourceARN)).toEqual(Tags);
  expect([...all.keys()].every((arn) => arn?.includes(":lambda:") || arn?.includes(":cloudwatch:"))).toBe(true);
  expect(all.size).toBeGreaterThan(40);
});

test("the caller is a role of the sandbox account", async () => {
  const { sts } = await startSandbox();
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "111122223333" });
});
