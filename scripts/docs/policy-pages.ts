import { type IamKind, type PolicyName, policyNames, policyOf, sizeOf } from "../../server/access/policy";
import { roleTemplate } from "../../server/access/role-template";

/** The policies as files that can be pasted or uploaded, by name. Pure. */
export function policyPages(kinds: readonly IamKind[]): ReadonlyMap<string, string> {
  const documents = policyNames.flatMap((name) =>
    policyOf(name, kinds).map((document, at) => ({ name, file: fileOf(name, at), document })),
  );
  return new Map([
    ...documents.map(({ file, document }) => [file, json(document)] as const),
    ["standby-role.json", json(roleTemplate(kinds))] as const,
    [
      "README.md",
      readme(documents.map(({ name, file, document }) => ({ name, file, size: sizeOf(document) }))),
    ] as const,
  ]);
}

function fileOf(name: PolicyName, at: number): string {
  return `${name}${at === 0 ? "" : `-${at + 1}`}.json`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const purposes: Readonly<Record<PolicyName, string>> = {
  "read-only": "to see, to price and to plan, with what a plan looks up ahead",
  operate: "beside it, to pause and to resume",
  recreate: "beside both, for kinds that a pause deletes and a resume makes again, where somebody accepts that",
  never: "a guard: denies what no pause does, whatever else the role is given",
};

function readme(files: readonly { readonly name: PolicyName; readonly file: string; readonly size: number }[]): string {
  const rows = files.map(({ name, file, size }) => `| [${file}](${file}) | ${purposes[name]} | ${size} |`);
  return `# Policies

The least that Standby needs in an account, from what the kinds of the registry really call, by
\`node --import tsx scripts/kinds.ts\`. A test proves for every kind that it calls what it declares and declares what it calls.

| policy | what it is for | characters, of 6144 |
|---|---|---|
${rows.join("\n")}

The same from a running Standby: \`GET /api/v1/policies/{name}\`.

## The role, by CloudFormation

[standby-role.json](standby-role.json) makes the role with these policies:

\`\`\`sh
aws cloudformation deploy --stack-name standby --capabilities CAPABILITY_IAM --template-file standby-role.json \\
  --parameter-overrides TrustedPrincipalArn=arn:aws:iam::111122223333:role/standby ExternalId=$(openssl rand -hex 16) \\
  AccessMode=PauseResume DeleteAndRecreate=no
\`\`\`

\`AccessMode=ReadOnly\` leaves out operate.json, \`DeleteAndRecreate=yes\` adds recreate.json. The external id is one of its own
for each account; the account's settings in Standby take it together with the role's ARN, which the stack tells.

Actions are allowed on all resources: which of them support a condition on tags differs by service. What Standby leaves alone
is said by its groups and tags.
`;
}
