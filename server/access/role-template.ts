import { type IamKind, type PolicyName, policyNames, policyOf } from "./policy";

/**
 * A CloudFormation template with the role that Standby takes on in an account, and its policies. Pure.
 *
 * The external id keeps somebody else's Standby out (IAM User Guide, "The confused deputy problem"); sessions last an
 * hour, which is all that a role allows that was itself taken on (server/aws/credentials.ts).
 */

type Json = Readonly<Record<string, unknown>>;

/** Which policies depend on what the stack's owner chose. */
const conditions: Readonly<Record<PolicyName, string | null>> = {
  "read-only": null,
  operate: "MayOperate",
  recreate: "MayRecreate",
  never: null,
};

const purposes: Readonly<Record<PolicyName, string>> = {
  "read-only": "What Standby reads",
  operate: "What Standby pauses and resumes",
  recreate: "What Standby deletes and makes again, where somebody accepts that",
  never: "What Standby never does, whatever else its role is given",
};

export function roleTemplate(kinds: readonly IamKind[]): Json {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The role that Standby takes on in this account, with the least that its kinds call.",
    Parameters: parameters,
    Conditions: {
      MayOperate: { "Fn::Equals": [{ Ref: "AccessMode" }, "PauseResume"] },
      MayRecreate: {
        "Fn::And": [{ Condition: "MayOperate" }, { "Fn::Equals": [{ Ref: "DeleteAndRecreate" }, "yes"] }],
      },
    },
    Resources: { Role: role, ...Object.fromEntries(policyNames.flatMap((name) => policies(name, kinds))) },
    Outputs: {
      RoleArn: { Description: "For the account's settings in Standby", Value: { "Fn::GetAtt": ["Role", "Arn"] } },
      AccountId: { Value: { Ref: "AWS::AccountId" } },
    },
  };
}

const parameters: Json = {
  TrustedPrincipalArn: {
    Type: "String",
    Description: "Who may take the role on: the ARN of the role or user that Standby runs as",
    AllowedPattern: "arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+",
  },
  ExternalId: {
    Type: "String",
    Description: "A random text that Standby sends along; one of its own for each account",
    MinLength: 16,
    MaxLength: 1224,
    AllowedPattern: "[A-Za-z0-9+=,.@:/_-]+",
  },
  AccessMode: {
    Type: "String",
    Description: "ReadOnly sees, prices and plans. PauseResume also pauses and resumes.",
    AllowedValues: ["ReadOnly", "PauseResume"],
    Default: "ReadOnly",
  },
  DeleteAndRecreate: {
    Type: "String",
    Description: "Whether kinds without a stop may be deleted and made again, where somebody accepts that",
    AllowedValues: ["no", "yes"],
    Default: "no",
  },
};

const role: Json = {
  Type: "AWS::IAM::Role",
  Properties: {
    Description: "Standby: pauses resources and brings them back",
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: { Ref: "TrustedPrincipalArn" } },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } } },
        },
      ],
    },
  },
};

/** Managed policies: they are their own resources, so that the one about the role itself can name it. */
function policies(name: PolicyName, kinds: readonly IamKind[]): readonly (readonly [string, Json])[] {
  const documents = policyOf(name, kinds, { "Fn::GetAtt": ["Role", "Arn"] });
  const condition = conditions[name];
  return documents.map((PolicyDocument, at) => [
    `${logicalId(name)}${at === 0 ? "" : at + 1}`,
    {
      Type: "AWS::IAM::ManagedPolicy",
      ...(condition !== null && { Condition: condition }),
      Properties: { Description: purposes[name], PolicyDocument, Roles: [{ Ref: "Role" }] },
    },
  ]);
}

/** Logical ids have letters and digits only: "read-only" → "ReadOnly". */
function logicalId(name: string): string {
  return name.replaceAll(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());
}
