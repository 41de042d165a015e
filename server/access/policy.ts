/**
 * The IAM policies that Standby needs in an account, no wider than what the kinds say that they call (a test proves that
 * list in both directions). Pure: the same kinds give the same documents.
 */

/** What a policy is made of, of a kind. */
export interface IamKind {
  readonly kind: string;
  readonly restore: string;
  readonly iam: {
    readonly read: readonly string[];
    readonly pause: readonly string[];
    readonly resume: readonly string[];
  };
  readonly ahead?: { readonly iam: readonly string[] };
  /** Whether KMS keys may stand in the way of a start. */
  readonly keys?: unknown;
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/**
 * read-only: to see, to price and to plan · operate: beside it, to pause and to resume · recreate: beside both, for kinds
 * that a pause deletes and a resume makes again · never: a guard against whatever else the role is given.
 */
export const policyNames = ["read-only", "operate", "recreate", "never"] as const;
export type PolicyName = (typeof policyNames)[number];

/** A managed policy takes so many characters, white space not counted ("IAM and AWS STS quotas"). */
export const charactersAtMost = 6144;

/**
 * What Standby asks beside its kinds: who it is, which regions there are, what it all cost, and what would stand in the
 * way of a plan.
 */
export const ownReads = [
  "ce:GetAnomalies",
  "ce:GetCostAndUsage",
  "ce:GetCostForecast",
  "cloudwatch:GetMetricData",
  "ec2:DescribeRegions",
  "kms:DescribeKey",
  "logs:DescribeExportTasks",
  "pricing:GetProducts",
  "sts:GetCallerIdentity",
];
/** What it asks about its own role, to name each missing permission ahead. */
export const selfReads = ["iam:GetRole", "iam:SimulatePrincipalPolicy"];

/** A service that starts something encrypted asks for its grant in the name of who starts it. */
const grant = "kms:CreateGrant";

interface Narrowed {
  readonly sid: string;
  /** Left out where any resource may be meant. */
  readonly resource?: readonly string[];
  condition?(kinds: readonly IamKind[]): NonNullable<Statement["Condition"]>;
}

/**
 * Actions that reach further than Standby needs: a role is handed on to the service that has it already, a grant given to
 * services of AWS alone, a tag set only on what is being made (IAM User Guide, iam:PassedToService; KMS Developer Guide,
 * kms:GrantIsForAWSResource; EC2 User Guide, ec2:CreateAction). API Gateway's actions are the methods of HTTP, whatever they
 * are sent to: its keys, methods and authorizers stay out of reach (its Developer Guide, "Control access with IAM").
 */
const narrowed: Readonly<Record<string, Narrowed>> = {
  "apigateway:GET": {
    sid: "ReadStages",
    resource: ["arn:*:apigateway:*::/restapis", "arn:*:apigateway:*::/restapis/*/stages"],
  },
  "apigateway:PATCH": {
    sid: "ChangeStages",
    resource: ["arn:*:apigateway:*::/restapis/*/stages/*"],
  },
  "iam:PassRole": {
    sid: "HandOnRoles",
    condition: (kinds) => ({ StringEquals: { "iam:PassedToService": servicesWith("iam:PassRole", kinds) } }),
  },
  [grant]: {
    sid: "GrantToServices",
    condition: () => ({ Bool: { "kms:GrantIsForAWSResource": "true" } }),
  },
  "ec2:CreateTags": {
    sid: "TagWhatIsMade",
    condition: () => ({ StringEquals: { "ec2:CreateAction": "CreateNatGateway" } }),
  },
};

/** What ends data or a name for good and is part of no pause. */
const neverDone = [
  "autoscaling:DeleteAutoScalingGroup",
  "autoscaling:TerminateInstanceInAutoScalingGroup",
  "dynamodb:DeleteTable",
  "ec2:DeleteSnapshot",
  "ec2:DeleteVolume",
  "ec2:ReleaseAddress",
  "ec2:TerminateInstances",
  "ecs:DeleteService",
  "eks:DeleteCluster",
  "eks:DeleteNodegroup",
  "iam:Add*",
  "iam:Attach*",
  "iam:Create*",
  "iam:Delete*",
  "iam:Put*",
  "iam:Update*",
  "kinesis:DecreaseStreamRetentionPeriod",
  "kinesis:DeleteStream",
  "lambda:DeleteFunction",
  "logs:Delete*",
  "logs:PutRetentionPolicy",
  "rds:DeleteDB*",
  "redshift:DeleteCluster",
  "s3:Delete*",
  "sagemaker:DeleteEndpointConfig",
  "sagemaker:DeleteModel",
  "sagemaker:DeleteNotebookInstance",
];

/** As many documents as it takes. `self`: the role that asks about itself, where it is known. */
export function policyOf(name: PolicyName, kinds: readonly IamKind[], self: unknown = "*"): readonly PolicyDocument[] {
  const kept = kinds.filter(({ restore }) => restore !== "recreated");
  switch (name) {
    case "read-only": {
      const reads = kinds.flatMap(({ iam, ahead }) => [...iam.read, ...(ahead?.iam ?? [])]);
      const ofItself = { ...plain("AskAboutItself", selfReads), Resource: self };
      return allowing("Read", [...ownReads, ...reads], kinds, [ofItself]);
    }
    case "operate":
      return allowing("PauseAndResume", [...changes(kept), ...exports(kept)], kinds);
    case "recreate": {
      const known = new Set(changes(kept));
      return allowing(
        "DeleteAndMakeAgain",
        changes(kinds).filter((action) => !known.has(action)),
        kinds,
      );
    }
    case "never":
      return packed({ ...plain("NeverDone", neverDone), Effect: "Deny" });
  }
}

/** Log groups cannot be paused, but copied to a bucket where somebody asks for it. */
function exports(kinds: readonly IamKind[]): readonly string[] {
  return kinds.some(({ kind }) => kind === "logs.logGroup") ? ["logs:CreateExportTask"] : [];
}

function changes(kinds: readonly IamKind[]): readonly string[] {
  const grants = kinds.some(({ keys }) => keys !== undefined) ? [grant] : [];
  return [...kinds.flatMap(({ iam }) => [...iam.pause, ...iam.resume]), ...grants];
}

function allowing(
  sid: string,
  actions: readonly string[],
  kinds: readonly IamKind[],
  others: readonly Statement[] = [],
): readonly PolicyDocument[] {
  const wide = actions.filter((action) => !(action in narrowed));
  const narrow = Object.entries(narrowed)
    .filter(([action]) => actions.includes(action))
    .map(([action, { sid: name, resource, condition }]) => ({
      ...plain(name, [action]),
      ...(resource && { Resource: resource }),
      ...(condition && { Condition: condition(kinds) }),
    }));
  return packed(plain(sid, wide), [...narrow, ...others]);
}

/** "scheduler.schedule" → "scheduler.amazonaws.com" */
function servicesWith(action: string, kinds: readonly IamKind[]): readonly string[] {
  const services = kinds
    .filter(({ iam }) => [...iam.pause, ...iam.resume].includes(action))
    .map(({ kind }) => `${kind.slice(0, kind.indexOf("."))}.amazonaws.com`);
  return [...new Set(services)].sort();
}

function plain(Sid: string, actions: readonly string[]): Statement {
  return { Sid, Effect: "Allow", Action: [...new Set(actions)].sort(), Resource: "*" };
}

/** Fills each document with what it takes of the long list; the others come last, together. */
function packed(long: Statement, others: readonly Statement[] = []): readonly PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  let open: string[] = [];
  const close = (more: readonly Statement[]) => {
    const rest = open.length > 0 ? [{ ...long, Action: open }] : [];
    if (rest.length + more.length > 0) documents.push({ Version: "2012-10-17", Statement: [...rest, ...more] });
    open = [];
  };
  const fits = (actions: readonly string[], more: readonly Statement[]) =>
    sizeOf({ Version: "2012-10-17", Statement: [{ ...long, Action: actions }, ...more] }) <= charactersAtMost;
  for (const action of long.Action) {
    if (!fits([...open, action], [])) close([]);
    open.push(action);
  }
  if (!fits(open, others)) close([]);
  close(others);
  return documents;
}

/** Characters as IAM counts them: the names have no white space of their own. */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}
