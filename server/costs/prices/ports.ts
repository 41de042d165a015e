import type { Fault } from "../../core/fault";
import type { Estimate } from "../../core/money";
import type { PriceKey, PriceQuestion } from "./question";

/** What AWS's own price list told of one price, as it is kept. */
export interface ListPrice extends PriceKey {
  /** Decimal in USD for one unit of its table; null: there is none, or more than one that fits. */
  readonly rate: string | null;
  readonly sku: string | null;
  /** Since when AWS has asked it, `YYYY-MM-DD`. */
  readonly asOf: string | null;
  readonly readAt: Date;
  /** Why there is none. */
  readonly reason: string | null;
}

/** Equal price lines of equal resources in one region, counted: what the inventory uses prices for. */
export interface PriceUse {
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  /** Null: no list can have it. */
  readonly price: { readonly table: string; readonly key: string } | null;
  readonly label: string;
  /** What is said beside the line of one of them. */
  readonly note: string;
  /** It has a figure, or needs none: only the bill knows how much of it there is. */
  readonly isPriced: boolean;
  readonly resources: number;
}

/** The resources of one account: all, and those with a price for everything that needs one. */
export interface PricedCount {
  readonly accountId: string;
  readonly resources: number;
  readonly priced: number;
}

export interface InventoryPrices {
  readonly uses: readonly PriceUse[];
  readonly counts: readonly PricedCount[];
}

/** A resource that is there, with its figures as they were when it was last looked at. */
export interface EstimateRow {
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly estimate: Estimate;
}

export interface PriceStore {
  list(): Promise<readonly ListPrice[]>;
  /** Each in the place of what there was for its table, key and region. */
  keep(prices: readonly ListPrice[]): Promise<void>;
  /** Of every resource that is not gone, or is held; in no order. */
  estimates(): AsyncIterable<EstimateRow>;
}

export type PriceAnswer =
  | { readonly outcome: "found"; readonly rate: string; readonly sku: string; readonly asOf: string | null }
  | { readonly outcome: "none"; readonly reason: string }
  | { readonly outcome: "failed"; readonly fault: Fault };

/** AWS's price list. It is free of charge, and throttled. */
export interface PriceList {
  ask(
    accountId: string,
    question: PriceQuestion,
    requestsAtMost: number,
  ): Promise<PriceAnswer & { readonly requests: number }>;
}
