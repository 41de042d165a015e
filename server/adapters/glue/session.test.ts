import type { Session } from "@aws-sdk/client-glue";
import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { capacityOf } from "./dpu";
import { glueSession } from "./session";

function looked(sessions: readonly Partial<Session>[], only?: readonly string[]) {
  const aws = recordingDoor({
    ListSessions: () => ({ Sessions: sessions.map((one) => ({ Id: "notebook", Status: "READY", ...one })) }),
    GetCallerIdentity: () => ({ Account: "111122223333" }),
    GetResources: ({ ResourceARNList: [ResourceARN] = [] }: { ResourceARNList?: readonly string[] }) => ({
      ResourceTagMappingList: [{ ResourceARN, Tags: [{ Key: "Team", Value: "data" }] }],
    }),
  });
  return collect(glueSession.discover(aws, only));
}

test("an open session bills the units of its workers, and says when it ends by itself", async () => {
  const [one] = await looked([{ WorkerType: "G.2X", NumberOfWorkers: 5, IdleTimeout: 2880 }]);
  if (!one) throw new Error("it is not listed");
  expect(one).toMatchObject({ arn: "arn:aws:glue:eu-central-1:111122223333:session/notebook", tags: { Team: "data" } });
  expect(glueSession.price(one)).toMatchObject([{ note: "10 DPU (5 × G.2X); not in the catalogue", price: null }]);
  expect(glueSession.classify(one)).toMatchObject({ remedy: expect.stringContaining("2880 minutes") });
});

test("sessions that ended are left out, and those that a look does not name", async () => {
  expect(await looked([{ Status: "STOPPED" }, { Status: "TIMEOUT" }, { Status: "FAILED" }])).toEqual([]);
  expect(await looked([{ Id: "a" }, { Id: "b" }], ["b"])).toMatchObject([{ nativeId: "b" }]);
});

test.each([
  ["G.025X", 2, null, "0.5 DPU (2 × G.025X)"],
  ["Z.2X", 3, null, "3 × Z.2X"],
  [null, null, 10, "10 DPU"],
  ["G.1X", null, null, "unknown capacity"],
])("%s × %s, or %s units, are %s", (type, workers, units, text) => {
  expect(capacityOf(type, workers, units)).toBe(text);
});
