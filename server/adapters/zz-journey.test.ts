import { ApplicationAutoScalingClient, RegisterScalableTargetCommand } from "@aws-sdk/client-application-auto-scaling";
import { expect, it } from "vitest";
import type { ActDoor, AwsCommand, ClientClass } from "../aws/door";
import { faultFrom } from "../aws/errors";
import { isRead, iamAction, operationName, servicePrefix } from "../aws/services";
import { FaultError } from "../core/fault";
import { startSandbox } from "../sandbox/testing";
import { collect } from "../testing/recording-door";
import { cloudwatchAlarm } from "./cloudwatch-alarm";
import type { AnyAdapter } from "./contract";
import { ecsService } from "./ecs-service";
import { lambdaFunction } from "./lambda-function";

async function world() {
  const { sandbox, clock } = await startSandbox();
  const used = new Set<string>();
  const send = async <In extends object, Out extends object>(client: ClientClass, command: AwsCommand<In, Out>) => {
    const made = new client({ region: "eu-central-1" } as never) as { config: { serviceId: string } };
    const service = servicePrefix(made.config.serviceId);
    const operation = operationName(command);
    used.add(iamAction(service, operation));
    try {
      return (await sandbox.answer({ accountId: "a", region: "eu-central-1", service, operation, input: command.input })) as Out;
    } catch (error) {
      throw new FaultError(faultFrom(error, { service, operation, region: "eu-central-1" }));
    }
  };
  const door: ActDoor = {
    accountId: "a",
    region: "eu-central-1",
    read: (client, command) => {
      if (!isRead(operationName(command))) throw new Error("not a read");
      return send(client, command);
    },
    act: send,
  };
  return { door, clock, used };
}

const cases: [AnyAdapter, unknown][] = [
  [ecsService, {}],
  [lambdaFunction, {}],
  [lambdaFunction, { eventSourceMappings: true }],
  [cloudwatchAlarm, {}],
];
it.each(cases)("journey", async (adapter, rawOptions) => {
  const { door, clock, used } = await world();
  const options = adapter.options.parse(rawOptions);
  const all = await collect(adapter.discover(door));
  const few = await collect(adapter.discover(door, all.slice(0, 20).map((x) => x.nativeId)));
  expect(few).toEqual(all.slice(0, 20));
  for (const one of all) expect(adapter.detail.parse(JSON.parse(JSON.stringify(one.detail)))).toEqual(one.detail);
  expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  console.info(adapter.kind, all.length, [...used]);
  used.clear();
  const log: string[] = [];
  for (const one of all) {
    const state = adapter.classify(one);
    if (state.state !== "running") {
      log.push(`${one.name}: ${state.state} ${state.saw}`);
      continue;
    }
    const plan = adapter.planPause(one, options);
    if (plan.result === "refused") {
      log.push(`${one.name}: refused ${plan.reason}`);
      continue;
    }
    const look = async () => (await collect(adapter.discover(door, [one.nativeId])))[0] ?? null;
    const run = async (steps: typeof plan.steps) => {
      for (const step of steps) {
        let sent = 0;
        for (let turn = 0; ; turn += 1) {
          const status = adapter.check(step, await look());
          if (status.status === "done") break;
          if (status.status === "blocked") throw new Error(JSON.stringify(status));
          if (turn > 100) throw new Error(`never: ${one.name} ${step.op} ${status.status} ${status.saw}`);
          if (status.status === "todo") {
            sent += 1;
            await adapter.apply(door, step.op, [{ nativeId: one.nativeId, params: step.params, token: "t" }]);
            // a repeat of the same call does no harm
            if (step.op !== "disableEventSource" && step.op !== "enableEventSource")
              await adapter.apply(door, step.op, [{ nativeId: one.nativeId, params: step.params, token: "t" }]);
          } else clock.pass(10);
        }
        expect(sent).toBeLessThan(2);
      }
    };
    await run(plan.steps);
    const paused = await look();
    if (!paused) throw new Error("gone");
    expect(adapter.verify("pause", plan.saved, paused)).toMatchObject({ verdict: "reached" });
    expect(adapter.classify(paused).state).toBe("paused");
    const back = adapter.planResume(plan.saved, paused);
    if (back.result === "refused") throw new Error(back.reason);
    expect(back.hazards).toEqual([]);
    await run(back.steps);
    const resumed = await look();
    expect(adapter.verify("resume", plan.saved, resumed)).toMatchObject({ verdict: "reached" });
    expect(resumed).toEqual(one);
    log.push(`${one.name}: ${plan.steps.map((s) => `${s.before}→${s.after}`).join("; ")} | ${back.steps.map((s) => `${s.before}→${s.after}`).join("; ")} | ${adapter.price(one).map((l) => l.note).join(", ")} | ${plan.hazards.map((h) => h.code).join(",")}`);
  }
  console.info(log.join("\n"), [...used]);
});
