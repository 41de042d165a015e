import type { DescribeVolumesCommandInput } from "@aws-sdk/client-ec2";
import type { SimulatePrincipalPolicyCommandInput } from "@aws-sdk/client-iam";
import { afterEach, expect, test } from "vitest";
import type { AwsCall } from "../aws/door";
import type { WirePlan } from "../contract/plans";
import { awsError } from "../sandbox/errors";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";

/** What a plan finds out ahead, on the sandbox account with IAM and KMS answering otherwise. */

let standby: SandboxStandby;
afterEach(() => standby.close());

type Instead = (call: AwsCall) => object | null;

async function plan(
  instead: Instead,
  scope: object = { kinds: ["ec2.instance"], regions: ["eu-central-1"] },
): Promise<{ readonly items: readonly Item[]; readonly skipped: WirePlan["skipped"] }> {
  standby = await sandboxStandby({ instead });
  const { steps: items, skipped } = await standby.usecases.createPlan(standby.as("operator"), {
    params: {},
    query: {},
    body: { action: "pause", scope: { accounts: [accountId], ...scope }, options: {} },
  });
  return { items, skipped };
}

const asked = (operation: string) => standby.calls().filter((call) => call.operation === operation);
type Item = WirePlan["steps"][number];
const codes = ({ hazards }: Item) => hazards.map(({ code }) => code);

/** IAM as it answers for a policy that denies some actions: for all resources, or all but some. */
function denying(actions: readonly string[], allowedFor: (arn: string) => boolean = () => false): Instead {
  return ({ operation, input }) => {
    if (operation !== "SimulatePrincipalPolicy") return null;
    const { ActionNames = [], ResourceArns = ["*"] } = input as SimulatePrincipalPolicyCommandInput;
    const EvaluationResults = ActionNames.map((EvalActionName) => ({
      EvalActionName,
      EvalDecision: actions.includes(EvalActionName) ? "implicitDeny" : "allowed",
      ResourceSpecificResults: ResourceArns.map((EvalResourceName) => {
        const isDenied = actions.includes(EvalActionName) && !allowedFor(EvalResourceName);
        return { EvalResourceName, EvalResourceDecision: isDenied ? "implicitDeny" : "allowed" };
      }),
    }));
    return { EvaluationResults };
  };
}

test("where everything is allowed a plan says nothing of it, and asks IAM once for the account", async () => {
  const { items } = await plan(() => null);
  expect(items.length).toBeGreaterThan(3);
  expect(items.flatMap(codes).filter((code) => /denied|unread/.test(code))).toEqual([]);
  expect(asked("SimulatePrincipalPolicy")).toHaveLength(1);
  expect(asked("GetRole")).toHaveLength(1);
  expect(standby.changes()).toEqual([]);
});

test("each missing permission is named, and what could not be brought back is said", async () => {
  const { items } = await plan(denying(["ec2:StartInstances"]));
  expect(new Set(items.flatMap(codes).filter((code) => code.startsWith("denied")))).toEqual(
    new Set(["denied ec2:StartInstances"]),
  );
  const [hazard] = items[0]?.hazards.filter(({ code }) => code.startsWith("denied")) ?? [];
  expect(hazard).toMatchObject({ level: "warning", detail: expect.stringContaining("not brought back") });
});

test("what is allowed for these resources only is not missing", async () => {
  const { items } = await plan(denying(["ec2:StopInstances"], (arn) => arn.includes(":instance/")));
  expect(items.flatMap(codes).filter((code) => code.startsWith("denied"))).toEqual([]);
  expect(asked("SimulatePrincipalPolicy")).toHaveLength(2);
});

test("what hangs on a condition that IAM was not told is no denial", async () => {
  const conditional: Instead = ({ operation, input }) =>
    operation === "SimulatePrincipalPolicy"
      ? {
          EvaluationResults: (input as SimulatePrincipalPolicyCommandInput).ActionNames?.map((EvalActionName) => ({
            EvalActionName,
            EvalResourceName: "*",
            EvalDecision: "implicitDeny",
            MissingContextValues: ["aws:ResourceTag/Environment"],
          })),
        }
      : null;
  const { items } = await plan(conditional);
  expect(items.flatMap(codes).filter((code) => code.startsWith("denied"))).toEqual([]);
});

test("where the simulation itself is denied, the plan says that nothing was checked", async () => {
  const { items } = await plan(({ operation }) => {
    if (operation === "SimulatePrincipalPolicy")
      throw awsError("AccessDenied", "No iam:SimulatePrincipalPolicy", { status: 403 });
    return null;
  });
  for (const item of items) expect(codes(item)).toContain("permissions-unread");
});

test("a role that may not be read is taken for one without a path", async () => {
  await plan((call) => {
    if (call.operation === "GetRole") throw awsError("AccessDenied", "No iam:GetRole", { status: 403 });
    return denying([])(call);
  });
  expect(asked("SimulatePrincipalPolicy")).toMatchObject([
    { input: { PolicySourceArn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\/StandbyOperate$/) } },
  ]);
});

test("an instance that is protected against stops is left alone with the way to change that", async () => {
  const { items, skipped } = await plan(({ operation, input }) => {
    if (operation !== "DescribeInstanceAttribute") return null;
    const { InstanceId } = input as { readonly InstanceId: string };
    const first = asked("DescribeInstanceAttribute")[0]?.input as { readonly InstanceId: string };
    return { InstanceId, DisableApiStop: { Value: InstanceId === first.InstanceId } };
  });
  const protectedOnes = skipped.filter(({ reason }) => reason.includes("disableApiStop"));
  expect(protectedOnes).toMatchObject([
    { code: "refused", remedy: expect.stringContaining("Take the stop protection off") },
  ]);
  expect(items.length).toBeGreaterThan(2);
});

test("a database whose key waits for its deletion is refused before it is stopped, and the key is asked for once", async () => {
  const { items, skipped } = await plan(
    ({ operation, input }) =>
      operation === "DescribeKey"
        ? {
            KeyMetadata: {
              Arn: (input as { KeyId: string }).KeyId,
              KeyState: "PendingDeletion",
              KeyManager: "CUSTOMER",
            },
          }
        : null,
    { kinds: ["rds.cluster"], regions: ["eu-central-1"] },
  );
  expect(items).toEqual([]);
  expect(skipped.filter(({ reason }) => reason.includes("pending deletion")).length).toBeGreaterThan(0);
  expect(asked("DescribeKey")).toHaveLength(1);
});

test.each(["docdb.cluster", "neptune.cluster", "rds.cluster"])("%s asks for the grant by way of RDS", async (kind) => {
  await plan(() => null, { kinds: [kind], regions: ["eu-central-1"] });
  const grants = asked("SimulatePrincipalPolicy").filter(({ input }) =>
    JSON.stringify(input).includes("kms:CreateGrant"),
  );
  expect(grants.length).toBeGreaterThan(0);
  for (const { input } of grants) expect(JSON.stringify(input)).toContain('"rds.eu-central-1.amazonaws.com"');
});

test("a key of AWS's own needs nobody's grant; of a customer's whose grant is denied the plan warns", async () => {
  const clusters = { kinds: ["rds.cluster"], regions: ["eu-central-1"] };
  const own = await plan(
    (call) =>
      call.operation === "DescribeKey"
        ? { KeyMetadata: { KeyState: "Enabled", KeyManager: "AWS" } }
        : denying(["kms:CreateGrant"])(call),
    clusters,
  );
  expect(own.items.flatMap(codes).filter((code) => code.startsWith("kms"))).toEqual([]);
  await standby.close();
  const customers = await plan(denying(["kms:CreateGrant"]), clusters);
  expect(new Set(customers.items.flatMap(codes).filter((code) => code.startsWith("kms")))).toEqual(
    new Set(["kms-grant-denied"]),
  );
});

test("a group is asked for the keys of its members' disks, and EC2 is who asks for the grant", async () => {
  const key = "arn:aws:kms:eu-central-1:111122223333:key/disks";
  const encrypted: Instead = ({ operation, input }) => {
    if (operation !== "DescribeVolumes") return null;
    const { Filters: [filter] = [] } = input as DescribeVolumesCommandInput;
    if (filter?.Name !== "attachment.instance-id") return null;
    const Volumes = filter.Values?.map((InstanceId) => ({ KmsKeyId: key, Attachments: [{ InstanceId }] }));
    return { Volumes };
  };
  const groups = { kinds: ["autoscaling.group"], regions: ["eu-central-1"] };
  const { items } = await plan((call) => encrypted(call) ?? denying(["kms:CreateGrant"])(call), groups);
  const withMembers = items.filter((item) => codes(item).some((code) => code.startsWith("kms")));
  expect(withMembers.length).toBeGreaterThan(0);
  expect(new Set(withMembers.flatMap(codes).filter((code) => code.startsWith("kms")))).toEqual(
    new Set(["kms-grant-denied"]),
  );
  expect(asked("DescribeKey")).toMatchObject([{ input: { KeyId: key } }]);
  const grants = asked("SimulatePrincipalPolicy").filter(({ input }) =>
    JSON.stringify(input).includes("kms:CreateGrant"),
  );
  for (const { input } of grants) expect(JSON.stringify(input)).toContain('"ec2.eu-central-1.amazonaws.com"');
  await standby.close();
  const gone = await plan(
    (call) =>
      encrypted(call) ??
      (call.operation === "DescribeKey"
        ? { KeyMetadata: { Arn: key, KeyState: "Disabled", KeyManager: "CUSTOMER" } }
        : null),
    groups,
  );
  expect(gone.items).toEqual([]);
  expect(gone.skipped.filter(({ reason }) => reason.includes("KMS key is disabled")).length).toBeGreaterThan(0);
});

test("disks that may not be listed leave the keys of a group unread, and the plan says so", async () => {
  const { items } = await plan(
    ({ operation, input }) => {
      const { Filters = [] } = input as DescribeVolumesCommandInput;
      if (operation === "DescribeVolumes" && Filters.some(({ Name }) => Name === "attachment.instance-id")) {
        throw awsError("UnauthorizedOperation", "No ec2:DescribeVolumes", { status: 403 });
      }
      return null;
    },
    { kinds: ["autoscaling.group"], regions: ["eu-central-1"] },
  );
  expect(items.length).toBeGreaterThan(0);
  for (const item of items) expect(codes(item)).toContain("kms-key-unread");
});
