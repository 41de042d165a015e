import type { Job, JobRun } from "@aws-sdk/client-glue";
import { expect, test } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { glueJobRun } from "./job-run";

const arn = "arn:aws:glue:eu-central-1:111122223333:job/clicks";
const streaming: Job = { Name: "clicks", Command: { Name: "gluestreaming" } };
const run: JobRun = {
  Id: "jr_2",
  JobName: "clicks",
  JobRunState: "RUNNING",
  WorkerType: "G.025X",
  NumberOfWorkers: 4,
  MaxCapacity: 1,
  StartedOn: new Date("2026-11-01T09:00:00Z"),
};

function looked(runs: readonly JobRun[], only?: readonly string[], jobs: readonly Job[] = [streaming]) {
  const aws = recordingDoor({
    GetJobs: () => ({ Jobs: jobs }),
    GetJobRuns: ({ NextToken }: { NextToken?: string }) =>
      NextToken ? { JobRuns: runs } : { JobRuns: [{ ...run, Id: "jr_3", JobRunState: "FAILED" }], NextToken: "2" },
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "data" }] }] }),
  });
  return { aws, found: collect(glueJobRun.discover(aws, only)) };
}

async function seen(over: Partial<JobRun> = {}) {
  const [one] = await looked([{ ...run, ...over }]).found;
  if (!one) throw new Error("it is not listed");
  return one;
}

test("a run that goes on is found behind those that were tried since, with the tags of its job", async () => {
  expect(await looked([run]).found).toMatchObject([
    { nativeId: "clicks/jr_2", arn, name: "clicks", type: "1 DPU (4 × G.025X)", tags: { Team: "data" } },
  ]);
});

test("only runs of streaming jobs are asked for", async () => {
  const batch: Job = { Name: "nightly", Command: { Name: "glueetl" } };
  const { aws, found } = looked([run], undefined, [batch]);
  expect(await found).toEqual([]);
  expect(aws.calls.map(({ operation }) => operation)).toEqual(["GetJobs"]);
});

test.each(["STARTING", "WAITING", "STOPPED", "SUCCEEDED", "FAILED", "TIMEOUT", "ERROR", "EXPIRED"] as const)(
  "one that is %s has no machines",
  async (JobRunState) => {
    expect(await looked([{ ...run, JobRunState }]).found).toEqual([]);
  },
);

test("a look asks for the runs of the jobs that it names, and for no others", async () => {
  const { aws, found } = looked([run, { ...run, Id: "jr_1" }], ["clicks/jr_2", "clicks/jr_9"]);
  expect((await found).map(({ nativeId }) => nativeId)).toEqual(["clicks/jr_2"]);
  expect(aws.calls.filter(({ operation }) => operation === "GetJobRuns")).toHaveLength(2);
  expect(aws.calls.some(({ operation }) => operation === "GetJobs")).toBe(false);
});

test("a job that is deleted has no runs, and any other fault stays one", async () => {
  const failing = (code: "gone" | "denied") =>
    recordingDoor({
      GetJobRuns: () => {
        throw new FaultError({ code, reason: "No.", remedy: "-" });
      },
    });
  expect(await collect(glueJobRun.discover(failing("gone"), ["clicks/jr_2"]))).toEqual([]);
  await expect(collect(glueJobRun.discover(failing("denied"), ["clicks/jr_2"]))).rejects.toThrow(FaultError);
});

test("it has no price yet, and says what it takes at most", async () => {
  const scales = await seen({ Arguments: { "--enable-auto-scaling": "true" } });
  expect(glueJobRun.price(scales)).toMatchObject([
    { price: null, quantity: 1, note: expect.stringMatching(/at most/) },
  ]);
  expect(glueJobRun.price(await seen())).toMatchObject([{ note: "1 DPU (4 × G.025X); not in the catalogue" }]);
  expect(JSON.stringify(scales.detail)).not.toContain("--");
});

test("its trigger comes first", async () => {
  const remedyOf = async (over: Partial<JobRun>) =>
    (glueJobRun.classify(await seen(over)) as { remedy: string }).remedy;
  expect(await remedyOf({})).toMatch(/^Stop it: aws glue batch-stop-job-run/);
  expect(await remedyOf({ TriggerName: "clicks-up" })).toMatch(/^Pause its trigger clicks-up first/);
});
