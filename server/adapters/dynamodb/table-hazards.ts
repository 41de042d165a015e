import type { Hazard } from "../../core/plan";
import type { TableConfiguration } from "./table-detail";

/** What a person must know before a DynamoDB table goes on demand. Pure. */
export function pauseHazards({ capacity, scaling, tableClass }: TableConfiguration): readonly Hazard[] {
  const outside = Object.entries(scaling).filter(([unit, { min, max }]) => {
    const units = capacity[unit] ?? min;
    return units < min || units > max;
  });
  const found: (Hazard | false)[] = [
    {
      level: "warning",
      code: "cost-can-rise",
      title: "Traffic costs more while paused",
      detail:
        "The table goes on answering, and each request is billed. A table that is used all the time costs more on demand than provisioned.",
    },
    {
      level: "note",
      code: "switches-of-the-day",
      title: "Uses up a switch of the day",
      detail:
        "AWS switches a table to on demand once or up to four times in 24 hours, depending on the account; back at any time.",
    },
    {
      level: "note",
      code: "reserved-capacity-idle",
      title: "Reserved capacity is not used",
      detail: "It is paid for, and counts for provisioned tables only. Then a pause saves nothing.",
    },
    {
      level: "note",
      code: "warm-throughput-rises",
      title: "Warm throughput may come back higher",
      detail: "DynamoDB keeps what a table could do on demand. It is not billed.",
    },
    outside.length > 0 && {
      level: "warning",
      code: "capacity-outside-range",
      title: "Capacity is outside its scaling range",
      detail: `AWS moves it into the range when the scaling is touched: ${outside.map(([unit]) => unit).join(", ")}.`,
    },
    Object.values(scaling).some(({ suspended }) => !suspended.scheduled) && {
      level: "note",
      code: "scheduled-scaling-missed",
      title: "Scheduled scaling does not catch up",
      detail: "Scheduled actions that fall into the pause are not run later.",
    },
    tableClass !== "STANDARD" && {
      level: "note",
      code: "infrequent-access",
      title: "Requests cost more in this table class",
      detail: "The Infrequent Access class bills storage less and requests more.",
    },
  ];
  return found.filter((hazard) => hazard !== false);
}
