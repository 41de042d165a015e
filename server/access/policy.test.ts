import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adapters } from "../adapters/registry";
import { iamAction, servicePrefix } from "../aws/services";
import { charactersAtMost, type IamKind, type PolicyDocument, policyNames, policyOf, sizeOf } from "./policy";
import { roleTemplate } from "./role-template";

const actionsIn = (documents: readonly PolicyDocument[]) =>
  documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
const statementFor = (documents: readonly PolicyDocument[], action: string) =>
  documents.flatMap(({ Statement }) => Statement).filter(({ Action }) => Action.includes(action));
const [readOnly, operate, recreate, never] = policyNames.map((name) => policyOf(name, adapters));
if (!readOnly || !operate || !recreate || !never) throw new Error("a policy is missing");

test("each has all that its kinds call, and the copy of log events, and nothing else", () => {
  const called = (phase: "read" | "pause" | "resume") => adapters.flatMap(({ iam }) => iam[phase]);
  expect(actionsIn(readOnly)).toEqual(expect.arrayContaining(called("read")));
  const changing = new Set([...called("pause"), ...called("resume"), "kms:CreateGrant", "logs:CreateExportTask"]);
  expect(new Set([...actionsIn(operate), ...actionsIn(recreate)])).toEqual(changing);
});

test("read-only changes nothing", () => {
  const reads = actionsIn(readOnly).filter((action) => action !== "iam:SimulatePrincipalPolicy");
  // API Gateway's actions are the methods of HTTP.
  for (const action of reads) expect(action).toMatch(/:(Describe|List|Get|BatchGet)|^apigateway:GET$/);
});

test("who may not delete and make again may still pause and resume everything else", () => {
  for (const { iam } of adapters.filter(({ restore }) => restore === "exact")) {
    expect(actionsIn(operate)).toEqual(expect.arrayContaining([...iam.pause, ...iam.resume]));
  }
  expect(actionsIn(operate).filter((action) => actionsIn(recreate).includes(action))).toEqual([]);
  expect(actionsIn(recreate)).toEqual(expect.arrayContaining(["ec2:DeleteNatGateway", "sagemaker:DeleteEndpoint"]));
});

test("what reaches further than a pause needs is narrowed", () => {
  expect(statementFor(operate, "iam:PassRole")).toEqual([
    expect.objectContaining({
      Condition: { StringEquals: { "iam:PassedToService": ["events.amazonaws.com", "scheduler.amazonaws.com"] } },
    }),
  ]);
  expect(statementFor(operate, "kms:CreateGrant")).toEqual([
    expect.objectContaining({ Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } }),
  ]);
  const stages = "arn:*:apigateway:*::/restapis/*/stages";
  expect(statementFor(operate, "apigateway:PATCH")).toEqual([expect.objectContaining({ Resource: [`${stages}/*`] })]);
  expect(statementFor(readOnly, "apigateway:GET")).toEqual([
    expect.objectContaining({ Resource: ["arn:*:apigateway:*::/restapis", stages] }),
  ]);
  expect(statementFor(recreate, "ec2:CreateTags")).toEqual([
    expect.objectContaining({ Condition: { StringEquals: { "ec2:CreateAction": "CreateNatGateway" } } }),
  ]);
});

test("nothing that is allowed is among what is never done", () => {
  const patterns = actionsIn(never).map((action) => new RegExp(`^${action.replaceAll("*", ".*")}$`));
  const allowed = [...actionsIn(readOnly), ...actionsIn(operate), ...actionsIn(recreate)];
  expect(allowed.filter((action) => patterns.some((pattern) => pattern.test(action)))).toEqual([]);
});

test("whatever Standby asks beside its kinds is in the policy", async () => {
  const sent = await sentFrom(join(import.meta.dirname, "../aws"));
  expect(sent.length).toBeGreaterThan(10);
  expect([...actionsIn(readOnly), ...actionsIn(operate)]).toEqual(expect.arrayContaining([...sent]));
});

/** Every command that the files of a folder make, as IAM calls it. */
async function sentFrom(folder: string): Promise<readonly string[]> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const actions: string[] = [];
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, imported = "", library = ""] of text.matchAll(
      /import \{([^}]+)\} from "(@aws-sdk\/client-[^"]+)"/g,
    )) {
      const words = imported.split(",").map((word) => word.trim());
      const client = words.find((word) => /^\w+Client$/.test(word));
      const commands = words.filter((word) => /^\w+Command$/.test(word) && text.includes(`new ${word}(`));
      if (commands.length === 0 || client === undefined) continue;
      const { [client]: Client } = (await import(library)) as Record<string, new (config: object) => ServiceClient>;
      if (!Client) throw new Error(`${library} has no ${client}`);
      const service = servicePrefix(new Client({ region: "eu-central-1" }).config.serviceId);
      actions.push(...commands.map((command) => iamAction(service, command.replace(/Command$/, ""))));
    }
  }
  return [...new Set(actions)];
}

interface ServiceClient {
  readonly config: { readonly serviceId: string };
}

describe("the size of documents", () => {
  const many = (count: number): IamKind => ({
    kind: "test.lamp",
    restore: "exact",
    iam: {
      read: [],
      pause: Array.from({ length: count }, (_, at) => `lamp:TurnOffNumber${at}`),
      resume: ["iam:PassRole"],
    },
  });

  test("each is one that IAM takes", () => {
    for (const document of [readOnly, operate, recreate, never].flat()) {
      expect(sizeOf(document)).toBeLessThanOrEqual(charactersAtMost);
      const sids = document.Statement.map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
      for (const { Action } of document.Statement) expect(Action).not.toEqual([]);
    }
  });

  test.each([1, 200, 217, 218, 219, 700])("%i actions are split where one document cannot hold them", (count) => {
    const documents = policyOf("operate", [many(count)]);
    for (const document of documents) expect(sizeOf(document)).toBeLessThanOrEqual(charactersAtMost);
    expect(actionsIn(documents)).toHaveLength(count + 1);
    expect(documents.length).toBe(Math.ceil((count * 25) / 5900));
  });
});

describe("the role's template", () => {
  const template = JSON.parse(JSON.stringify(roleTemplate(adapters)));
  const { Role, ...policies } = template.Resources;

  test("lets nobody take the role on without the external id of this account", () => {
    expect(template.Parameters.ExternalId.MinLength).toBe(16);
    expect(Role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Principal: { AWS: { Ref: "TrustedPrincipalArn" } },
        Condition: { StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } } },
      }),
    ]);
  });

  test("only reads unless its owner chose more", () => {
    const condition = Object.fromEntries(
      Object.entries<{ Condition?: string }>(policies).map(([id, { Condition }]) => [id, Condition]),
    );
    expect(condition).toEqual({
      ReadOnly: undefined,
      Operate: "MayOperate",
      Recreate: "MayRecreate",
      Never: undefined,
    });
    expect(template.Parameters.AccessMode.Default).toBe("ReadOnly");
    expect(template.Parameters.DeleteAndRecreate.Default).toBe("no");
    expect(Object.keys(template.Conditions)).toEqual(["MayOperate", "MayRecreate"]);
  });

  test("gives every part a name of its own, as CloudFormation asks for", () => {
    const { Parameters, Conditions, Resources } = template;
    const ids = [Parameters, Conditions, Resources].flatMap(Object.keys);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
    // A template that is sent along is cut off there (CloudFormation quotas).
    expect(JSON.stringify(template).length).toBeLessThan(51_200);
  });

  test("gives no more policies to a role than AWS attaches, and lets it ask about nobody but itself", () => {
    // Ten managed policies for one role ("IAM and AWS STS quotas").
    expect(Object.keys(policies).length).toBeLessThanOrEqual(10);
    // What is read takes more than one of them.
    const statements = Object.values<{ Properties: { PolicyDocument: { Statement: { Sid: string }[] } } }>(
      policies,
    ).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const self = statements.find(({ Sid }) => Sid === "AskAboutItself");
    expect(self).toMatchObject({ Sid: "AskAboutItself", Resource: { "Fn::GetAtt": ["Role", "Arn"] } });
  });
});
