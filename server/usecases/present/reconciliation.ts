import { toDecimal } from "../../core/money";
import { type ReconciledDay, type Reconciliation, verdictOf } from "../../costs/reconciliation";

/** How the ledger and the bill of a service stand to each other, in plain words. Pure. */
export function reconciliationText(
  sum: Reconciliation,
  days: readonly ReconciledDay[],
  committed: boolean | null,
): string {
  const sentences = [comparedText(sum), learntText(days), leftText(sum), committedText(committed)];
  return sentences.filter((one) => one !== "").join(" ");
}

function comparedText(sum: Reconciliation): string {
  const verdict = verdictOf(sum);
  if (verdict === null) return "No day can be compared yet.";
  const { fell, saved, difference, share, compared } = sum;
  const moved = `On ${daysWord(compared)} the bill ${fell < 0 ? "rose" : "fell"} by ${dollars(Math.abs(fell))}, the ledger says ${dollars(saved)}`;
  if (verdict === "agree") return `${moved}: they agree within what such days differ by.`;
  const percent = share === null ? "" : `, ${Math.round(Math.abs(share) * 100)} % of it`;
  return verdict === "ledgerMore"
    ? `${moved}: the ledger has ${dollars(difference)} more${percent}, as where less than list price is paid.`
    : `${moved}: the bill fell by ${dollars(-difference)} more${percent}, so something else cost less, too.`;
}

function learntText(days: readonly ReconciledDay[]): string {
  const putBack = days.filter((one) => one.state === "compared" && one.basis === "putBack").length;
  if (putBack === 0) return "";
  return `For ${daysWord(putBack)} there were too few days without pauses to learn from: there it is no proof.`;
}

function leftText({ notFinal, notRead, learning, unpriced }: Reconciliation): string {
  const left = [
    ...(notFinal > 0 ? [`${daysWord(notFinal)} not final`] : []),
    ...(notRead > 0 ? [`${daysWord(notRead)} whose bill is not known`] : []),
    ...(learning > 0 ? [`${daysWord(learning)} with too short a history`] : []),
  ];
  const text = left.length > 0 ? `Left out: ${left.join(", ")}.` : "";
  const priced = unpriced > 0 ? "Pauses without a price saved more than the ledger has." : "";
  return [text, priced].filter((one) => one !== "").join(" ");
}

function committedText(committed: boolean | null): string {
  if (committed === null) return "Whether a reservation or a savings plan pays for part of it is not known.";
  return committed
    ? "The bill shows a reservation or a savings plan for it: a pause of what that covers saves nothing in cash."
    : "";
}

function daysWord(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

/** To the cent, half away from zero. */
function dollars(micro: number): string {
  const cents = Math.sign(micro) * Math.round(Math.abs(micro) / 10_000);
  return `$${toDecimal(cents * 10_000).slice(0, -4)}`;
}
