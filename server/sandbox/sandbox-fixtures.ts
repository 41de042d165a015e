import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RDSClient } from "@aws-sdk/client-rds";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "../core/ports";
import type { Sandbox, SandboxStorage } from "./contract";
import { memoryStorage } from "./file-storage";
import { createSandbox } from "./sandbox";

/** Real SDK clients whose commands the sandbox answers, and a clock that a test moves. For tests only. */
export async function startSandbox(options: { readonly pace?: number; readonly storage?: SandboxStorage } = {}) {
  const clock = testClock(Date.parse("2026-11-20T12:00:00Z"));
  const storage = options.storage ?? memoryStorage();
  const sandbox = await createSandbox({ clock, random: () => 0.5, storage, pace: options.pace ?? 1 });
  return { sandbox, clock, storage, ...clientsOf(sandbox, "eu-central-1") };
}

export interface TestClock extends Clock {
  /** Moves time on. */
  pass(seconds: number): void;
}

export function testClock(start: number): TestClock {
  let now = start;
  return {
    now: () => new Date(now),
    sleep: async (ms) => {
      now += ms;
    },
    pass(seconds) {
      now += seconds * 1000;
    },
  };
}

const nowhere = { credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "none" } };

export function clientsOf(sandbox: Sandbox, region: string) {
  const config = { ...nowhere, region };
  return {
    ec2: answered(new EC2Client(config), sandbox, { region, service: "ec2" }),
    autoscaling: answered(new AutoScalingClient(config), sandbox, { region, service: "autoscaling" }),
    rds: answered(new RDSClient(config), sandbox, { region, service: "rds" }),
    ecs: answered(new ECSClient(config), sandbox, { region, service: "ecs" }),
    scaling: answered(new ApplicationAutoScalingClient(config), sandbox, {
      region,
      service: "application-autoscaling",
    }),
    lambda: answered(new LambdaClient(config), sandbox, { region, service: "lambda" }),
    cloudwatch: answered(new CloudWatchClient(config), sandbox, { region, service: "cloudwatch" }),
    tag: answered(new ResourceGroupsTaggingAPIClient(config), sandbox, { region, service: "tag" }),
    sts: answered(new STSClient(config), sandbox, { region, service: "sts" }),
  };
}

interface Stack {
  readonly middlewareStack: {
    add(
      middleware: (
        next: unknown,
        context: { commandName?: string },
      ) => (args: { input: object }) => Promise<{ output: never; response: unknown }>,
      options: { step: "initialize"; priority: "high"; name: string },
    ): void;
  };
}

function answered<Client extends Stack>(
  client: Client,
  sandbox: Sandbox,
  place: { readonly region: string; readonly service: string },
): Client {
  client.middlewareStack.add(
    (_next, context) => async (args) => {
      const operation = (context.commandName ?? "").replace(/Command$/, "");
      const output = await sandbox.answer({ accountId: "acc_sandbox", ...place, operation, input: args.input });
      return { output: output as never, response: {} };
    },
    { step: "initialize", priority: "high", name: "sandbox" },
  );
  return client;
}
