/** A price by its name: table and key as the adapters give them, and the region. */
export interface PriceKey {
  readonly table: string;
  readonly key: string;
  readonly region: string;
}

/** What AWS's price list is asked for one price, and what of the answer is it. */
export interface PriceQuestion {
  readonly serviceCode: string;
  readonly region: string;
  /** Exact matches; the region's own is added to them. `productFamily` is the product's, the others its attributes. */
  readonly filters: Readonly<Record<string, string>>;
  /** The usage type behind the region's prefix: `EUC1-BoxUsage:t3.medium`, in us-east-1 often without one. */
  readonly usage: RegExp;
  /** As AWS spells it, in any case. */
  readonly units: readonly string[];
  /** AWS's unit is so many of the table's. */
  readonly perUnit?: number;
  /** A first tier at $0 is the free tier, which no figure here takes into account. */
  readonly freeTier?: boolean;
  /** Sold in tiers: the one that begins at so many. */
  readonly tierFrom?: number;
  /** Sold by the account, in no region of its partition: neither the list nor its answer is asked for one. */
  readonly everywhere?: true;
}

/** What a table asks the price list for one of its keys; null: for this key there is no question. */
export type Asks = (key: string) => Omit<PriceQuestion, "region"> | null;
