import type { CostAmount, CostBy, MonthForecast } from "../../core/actual-cost";
import type { Fault } from "../../core/fault";
import type { Day } from "../trends/days";

/** From a day up to another that is not in it any more, as Cost Explorer takes it. */
export interface Span {
  readonly from: Day;
  readonly until: Day;
}

export type CostSubject = CostBy | "forecast";

export interface CostQuestion extends Span {
  readonly by: CostSubject;
}

/** Rows of all but `forecast`. A service without a row on a day of the question cost nothing on it. */
export interface CostAnswer {
  readonly amounts: readonly CostAmount[];
  readonly forecast: MonthForecast | null;
}

/** `requests` were answered and are on AWS's bill, also where the question as a whole came to nothing. */
export type Asked = { readonly requests: number } & (
  | { readonly outcome: "answered"; readonly answer: CostAnswer }
  /** The answer has more pages than were allowed; half of one would be a wrong figure. */
  | { readonly outcome: "cut" }
  | { readonly outcome: "failed"; readonly fault: Fault }
);

/** Cost Explorer. Each page costs money, so only a refresh asks, never a page or a screen. */
export interface CostExplorer {
  ask(accountId: string, question: CostQuestion, requestsAtMost: number): Promise<Asked>;
}
