import type { Asks } from "./question";

/** What the questions of many tables have in common. */

export const hours = ["Hrs", "hours", "Hours"];
export const gbMonth = ["GB-Mo", "GB-month"];

/** From an exact usage type; what is in it stands for itself. */
export const usage = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);

/** Keys that are each a question of their own. */
export const byKey =
  (questions: Readonly<Record<string, ReturnType<Asks>>>): Asks =>
  (key) =>
    Object.hasOwn(questions, key) ? (questions[key] ?? null) : null;

export type Fields = Readonly<Record<string, string>>;
