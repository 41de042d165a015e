import type { AnswerCall, AwsCall } from "../aws/door";

/** A large organisation without AWS: 300 accounts with 17 regions each, two of which hold a few instances. */

export const regions: readonly string[] = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

export const accountIds: readonly string[] = Array.from(
  { length: 300 },
  (_, at) => `acc_${String(at).padStart(3, "0")}`,
);
/** Its twelve digits. */
export function numberOf(accountId: string): string {
  return String(100_000_000_000 + accountIds.indexOf(accountId));
}

/** Two kinds stand for all: how many there are says nothing about how accounts are shared out. */
export const kinds: readonly string[] = ["cloudwatch.alarm", "ec2.instance"];
/** Its credentials do not work. */
export const brokenAccount = "acc_013";
/** A service control policy closes this region of this account. */
export const closedPart = { accountId: "acc_021", region: "sa-east-1" };

/** How many instances a region holds. */
export function held({ accountId, region }: Pick<AwsCall, "accountId" | "region">): number {
  const account = accountIds.indexOf(accountId);
  const at = regions.indexOf(region);
  if (at === account % regions.length) return 1 + (account % 5);
  return at === (account * 7 + 3) % regions.length ? 20 : 0;
}

/** Answers as AWS would, each after a few milliseconds. `onRead` is told once for each reading of a region. */
export function organisation(onRead: (part: Pick<AwsCall, "accountId" | "region">) => void): AnswerCall {
  return async (call) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const { accountId, region, operation } = call;
    if (accountId === brokenAccount) throw refusal("AccessDenied", "is not authorized to perform: sts:AssumeRole");
    if (operation === "GetCallerIdentity") return { Account: numberOf(accountId) };
    if (accountId === closedPart.accountId && region === closedPart.region) {
      throw refusal("UnauthorizedOperation", "with an explicit deny in a service control policy");
    }
    // Every reading of a region lists its alarms, and nothing else does.
    if (operation === "DescribeAlarms") onRead(call);
    if (operation !== "DescribeInstances") return {};
    const Instances = Array.from({ length: held(call) }, (_, at) => instance(`i-${accountId}-${region}-${at}`));
    return { Reservations: [{ OwnerId: numberOf(accountId), Instances }] };
  };
}

function instance(InstanceId: string) {
  return { InstanceId, InstanceType: "t3.micro", State: { Code: 16, Name: "running" } };
}

function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403 } });
}
