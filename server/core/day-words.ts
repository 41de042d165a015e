const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-11-05` as it stands in a sentence: "5 Nov 2026". What is no such day stays as it is. */
export function dayInWords(day: string): string {
  const [, year, month, number] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? day : `${Number(number)} ${name} ${year}`;
}

/** 2026-11-20 19:12 UTC: for sentences that are kept, and so know nobody's time zone. */
export function utcMinute(at: Date | string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
