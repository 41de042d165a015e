import type { EstimatesQuery } from "@/components/data/use-estimates";

/** What the screen of running costs shows, as its address says it. */
export interface EstimatesView {
  readonly by: EstimatesBy;
  readonly tag: string | null;
  readonly account: string | null;
  readonly group: string | null;
}

export const estimatesBys = ["service", "kind", "resource", "account", "region", "group", "tag"] as const;
export type EstimatesBy = (typeof estimatesBys)[number];

export const byWords: Readonly<Record<EstimatesBy, string>> = {
  service: "Service",
  kind: "Kind",
  resource: "Resource",
  account: "Account",
  region: "Region",
  group: "Group",
  tag: "Tag",
};

/** Without the tag's key there is nothing to tell by tag. */
export function readEstimatesView(params: URLSearchParams): EstimatesView {
  const tag = params.get("tag") || null;
  const asked = estimatesBys.find((one) => one === params.get("by")) ?? "service";
  return {
    by: asked === "tag" && tag === null ? "service" : asked,
    tag: asked === "tag" ? tag : null,
    account: params.get("account") || null,
    group: params.get("group") || null,
  };
}

export function estimatesHref({ by, tag, account, group }: EstimatesView): string {
  const params = new URLSearchParams({
    ...(by === "service" ? {} : { by }),
    ...(tag === null ? {} : { tag }),
    ...(group === null ? {} : { group }),
    ...(account === null ? {} : { account }),
  });
  const search = params.toString();
  return search === "" ? "/costs/now" : `/costs/now?${search}`;
}

/** More rows than these are for the API; the rest is one line. */
export const rowsAtMost = 100;

export function estimatesQueryOf({ by, tag, account, group }: EstimatesView): EstimatesQuery {
  return {
    by,
    limit: rowsAtMost,
    ...(tag === null ? {} : { tag }),
    ...(account === null ? {} : { account }),
    ...(group === null ? {} : { group }),
  };
}

/** `93 %`; never 100 where something has no price, never 0 where something has one. */
export function coverageWord(coverage: number | null): string {
  if (coverage === null) return "nothing";
  if (coverage > 0 && coverage < 0.01) return "<1 %";
  return coverage < 1 && coverage > 0.99 ? "99 %" : `${Math.round(coverage * 100)} %`;
}
