import type {
  GetRoleCommandInput,
  GetRoleCommandOutput,
  SimulatePrincipalPolicyCommandInput,
  SimulatePrincipalPolicyCommandOutput,
} from "@aws-sdk/client-iam";
import type { DescribeKeyCommandInput, DescribeKeyCommandOutput } from "@aws-sdk/client-kms";
import { type Corner, defineCorner } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";

/** What IAM and KMS tell: the role of the sandbox may do everything, and its customers' keys are enabled. */

const corner: Corner<Record<string, never>> = {
  name: "permissions",
  empty: () => ({}),
  services: {
    iam: { GetRole: read(getRole), SimulatePrincipalPolicy: read(simulatePrincipalPolicy) },
    kms: { DescribeKey: read(describeKey) },
  },
  seed: () => {},
  dues: () => [],
  finish: () => {},
};
export const permissions = defineCorner(corner);

/** Roles for Standby live under a path of their own, which a session's ARN does not tell. */
function roleArn(name: string, { world }: Moment): string {
  return `arn:aws:iam::${world.accountId}:role/standby/${name}`;
}

function getRole({ RoleName = "" }: GetRoleCommandInput, at: Moment): Answer<GetRoleCommandOutput> {
  const Role = {
    Path: "/standby/",
    RoleName,
    RoleId: "AROA4SANDBOX2TIDEWATER",
    Arn: roleArn(RoleName, at),
    CreateDate: new Date("2025-10-01T08:00:00Z"),
  };
  return { Role };
}

function simulatePrincipalPolicy(
  input: SimulatePrincipalPolicyCommandInput,
  at: Moment,
): Answer<SimulatePrincipalPolicyCommandOutput> {
  if (input.PolicySourceArn !== roleArn("StandbyOperate", at)) {
    throw awsError("NoSuchEntity", `The role with name ${input.PolicySourceArn} cannot be found.`);
  }
  const resources = input.ResourceArns?.length ? input.ResourceArns : ["*"];
  return {
    IsTruncated: false,
    EvaluationResults: (input.ActionNames ?? []).map((EvalActionName) => ({
      EvalActionName,
      EvalResourceName: resources[0],
      EvalDecision: "allowed" as const,
      MissingContextValues: [],
      ResourceSpecificResults: resources.map((EvalResourceName) => ({
        EvalResourceName,
        EvalResourceDecision: "allowed" as const,
        MissingContextValues: [],
      })),
    })),
  };
}

function describeKey({ KeyId = "" }: DescribeKeyCommandInput, at: Moment): Answer<DescribeKeyCommandOutput> {
  const id = KeyId.split("/").at(-1) ?? KeyId;
  const Arn = `arn:aws:kms:${at.regionName}:${at.world.accountId}:key/${id}`;
  return { KeyMetadata: { KeyId: id, Arn, KeyManager: "CUSTOMER", KeyState: "Enabled", Enabled: true } };
}
