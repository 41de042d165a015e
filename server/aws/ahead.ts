import { type EvaluationResult, GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { FaultError } from "../core/fault";
import type { Ahead, Denials, Question } from "../preflight/ports";
import { chunks, type Doors, pages, type ReadDoor } from "./door";

/**
 * What a plan asks ahead, through the reading door. SimulatePrincipalPolicy evaluates the policies of the role, its
 * boundary and the organisation's (IAM API reference); it takes at most 100 actions for one question.
 */
const actionsAtMost = 100;

export function createAhead(doors: Pick<Doors, "read">): Ahead {
  return {
    async key(accountId, region, id) {
      const aws = await doors.read(accountId, region);
      const { KeyMetadata: key } = await aws.read(KMSClient, new DescribeKeyCommand({ KeyId: id }));
      return { arn: key?.Arn ?? id, state: key?.KeyState ?? "unknown", isCustomers: key?.KeyManager !== "AWS" };
    },
    async denials(accountId, region, question) {
      const aws = await doors.read(accountId, region);
      const principal = await principalOf(aws);
      // The root user of an account is under no policy of its own, and IAM simulates none for it.
      if (/:root$/.test(principal)) return new Map();
      return simulate(aws, principal, question);
    },
  };
}

async function simulate(aws: ReadDoor, principal: string, question: Question): Promise<Denials> {
  const denials = new Map<string, string[]>();
  const context = Object.entries(question.context ?? {}).map(([key, value]) => ({
    ContextKeyName: key,
    ContextKeyType: typeof value === "boolean" ? ("boolean" as const) : ("string" as const),
    ContextKeyValues: [String(value)],
  }));
  for (const ActionNames of chunks(question.actions, actionsAtMost)) {
    const list = pages(
      (Marker) =>
        aws.read(
          IAMClient,
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: principal,
            ActionNames: [...ActionNames],
            ...(question.resources.length > 0 && { ResourceArns: [...question.resources] }),
            ...(context.length > 0 && { ContextEntries: context }),
            ...(Marker && { Marker }),
          }),
        ),
      (out) => out.Marker,
    );
    for await (const { EvaluationResults = [] } of list) {
      for (const result of EvaluationResults) {
        const denied = deniedResources(result);
        if (denied.length === 0 || !result.EvalActionName) continue;
        denials.set(result.EvalActionName, [...(denials.get(result.EvalActionName) ?? []), ...denied]);
      }
    }
  }
  return denials;
}

/** A statement that hangs on a condition whose value IAM was not told may still allow it. */
function deniedResources(result: EvaluationResult): readonly string[] {
  const single = { name: result.EvalResourceName, decision: result.EvalDecision, missing: result.MissingContextValues };
  const each = result.ResourceSpecificResults?.map((one) => ({
    name: one.EvalResourceName,
    decision: one.EvalResourceDecision,
    missing: one.MissingContextValues,
  }));
  return (each?.length ? each : [single]).flatMap(({ name, decision, missing }) =>
    decision === "explicitDeny" || (decision === "implicitDeny" && !missing?.length) ? [name ?? "*"] : [],
  );
}

/** The user or role whose policies count. A session's ARN leaves the role's path out, so the role is asked for its own. */
async function principalOf(aws: ReadDoor): Promise<string> {
  const known = await aws.facts("sts:GetCallerIdentity", ["principal"], async () => {
    const { Arn = "" } = await aws.read(STSClient, new GetCallerIdentityCommand({}));
    return new Map([["principal", await roleOf(aws, Arn)]]);
  });
  return known.get("principal") ?? "";
}

async function roleOf(aws: ReadDoor, arn: string): Promise<string> {
  const session = /^arn:(?<partition>[^:]+):sts::(?<account>\d+):assumed-role\/(?<role>[^/]+)\//.exec(arn)?.groups;
  if (!session) return arn;
  try {
    const { Role } = await aws.read(IAMClient, new GetRoleCommand({ RoleName: session.role }));
    if (Role?.Arn) return Role.Arn;
  } catch (error) {
    // Who may not read the role takes it for one without a path: where that is wrong, the simulation says that it is unknown.
    if (!(error instanceof FaultError)) throw error;
  }
  return `arn:${session.partition}:iam::${session.account}:role/${session.role}`;
}
