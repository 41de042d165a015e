import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { cloudwatchDashboard } from "./dashboard";

const arn = (name: string) => `arn:aws:cloudwatch::111122223333:dashboard/${name}`;

function door(region: string) {
  const answers = recordingDoor({
    ListDashboards: () => ({
      DashboardEntries: ["costs", "errors"].map((name) => ({ DashboardName: name, DashboardArn: arn(name) })),
    }),
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: arn("costs"), Tags: [{ Key: "Team", Value: "data" }] }],
    }),
  });
  return { ...answers, region };
}

test.each(["us-east-1", "cn-north-1", "us-gov-west-1"])(
  "in %s all dashboards of the account are read",
  async (region) => {
    expect(await collect(cloudwatchDashboard.discover(door(region)))).toMatchObject([
      { nativeId: "costs", tags: { Team: "data" } },
      { nativeId: "errors", tags: {} },
    ]);
  },
);

test("other regions, which would list the same ones, are not asked", async () => {
  const aws = door("eu-central-1");
  expect(await collect(cloudwatchDashboard.discover(aws))).toEqual([]);
  expect(aws.calls).toEqual([]);
});

test("a look has those that it names, without a figure: which are the free ones nobody can say", async () => {
  const [one, ...more] = await collect(cloudwatchDashboard.discover(door("us-east-1"), ["errors"]));
  if (!one) throw new Error("it is not listed");
  expect(more).toEqual([]);
  expect(cloudwatchDashboard.price(one)).toMatchObject([{ price: null, quantity: 1 }]);
});
