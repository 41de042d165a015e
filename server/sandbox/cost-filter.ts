import type { Expression, GroupDefinition } from "@aws-sdk/client-cost-explorer";
import type { Charge } from "./cost-history";
import { type AwsError, awsError } from "./errors";

/** Cost Explorer's filters and groups, as far as the sandbox's bill can be told apart. */

export function invalid(message: string): AwsError {
  return awsError("ValidationException", message);
}

const dimensions: Readonly<Record<string, (charge: Charge) => string>> = {
  SERVICE: ({ service }) => service,
  LINKED_ACCOUNT: ({ account }) => account,
  REGION: ({ region }) => region,
  USAGE_TYPE: ({ usageType }) => usageType,
  RECORD_TYPE: ({ record }) => record,
};

/** The one tag that tidewater has activated for its bill; all others are on none of its lines. */
export const activeTag = "Environment";

export function dimension(key: string | undefined): (charge: Charge) => string {
  const of = dimensions[key ?? ""];
  if (of) return of;
  throw invalid(`The sandbox account's bill is not told by ${key}, only by ${Object.keys(dimensions).join(", ")}`);
}

export function tagValue(key: string | undefined): (charge: Charge) => string {
  return key === activeTag ? ({ environment }) => environment : () => "";
}

/** What a charge is put under: `eu-central-1`, `Environment$dev`. */
export function grouping({ Type, Key }: GroupDefinition): (charge: Charge) => string {
  if (Type === "DIMENSION") return dimension(Key);
  if (Type !== "TAG") throw invalid(`The sandbox account's bill is not grouped by ${Type}`);
  const told = tagValue(Key);
  return (charge) => `${Key}$${told(charge)}`;
}

/** @throws ValidationException for what the sandbox cannot answer: nothing is left out in silence. */
export function filterOf(expression: Expression | undefined): (charge: Charge) => boolean {
  if (expression === undefined) return () => true;
  const { And, Or, Not, Dimensions, Tags, CostCategories } = expression;
  const given = [And, Or, Not, Dimensions, Tags, CostCategories].filter((part) => part !== undefined);
  if (given.length !== 1) throw invalid("Expression must have exactly one root operator");
  if (And) return allOf(And.map(filterOf));
  if (Or) return anyOf(Or.map(filterOf));
  if (Not) return inverse(filterOf(Not));
  if (Dimensions) return matching(dimension(Dimensions.Key), Dimensions);
  if (Tags) return matching(tagValue(Tags.Key), Tags);
  throw invalid("The sandbox account has no cost categories");
}

type Test = (charge: Charge) => boolean;

function allOf(tests: readonly Test[]): Test {
  return (charge) => tests.every((test) => test(charge));
}

function anyOf(tests: readonly Test[]): Test {
  return (charge) => tests.some((test) => test(charge));
}

function inverse(test: Test): Test {
  return (charge) => !test(charge);
}

interface Match {
  readonly Values?: readonly string[] | undefined;
  readonly MatchOptions?: readonly string[] | undefined;
}

function matching(told: (charge: Charge) => string, { Values = [], MatchOptions = [] }: Match): Test {
  if (MatchOptions.includes("ABSENT")) return (charge) => told(charge) === "";
  const other = MatchOptions.find((option) => option !== "EQUALS" && option !== "CASE_SENSITIVE");
  if (other) throw invalid(`The sandbox account's bill is not filtered by ${other}`);
  if (Values.length === 0) throw invalid("Values must not be empty");
  const wanted = new Set(Values);
  return (charge) => wanted.has(told(charge));
}
