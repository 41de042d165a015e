import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import {
  changed,
  dayWords,
  type Hours,
  hoursError,
  hoursOf,
  isPreset,
  isTimeless,
  type OnHours,
  presets,
  toggled,
  without,
} from "./hours";

/** A form that begins with none asks about one window: off throughout is that window without a day. */
const [firstPreset] = presets;
const empty: OnHours = { ...hoursOf(firstPreset), days: [] };

/** When it is on: often chosen hours, windows of days and times, and their time zone. */
export function HoursFields({ hours, onChange }: { readonly hours: Hours; readonly onChange: (hours: Hours) => void }) {
  const shown = hours.on.length > 0 ? hours : { ...hours, on: [empty] };
  const wrong = hoursError(hours);
  return (
    <>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Often chosen</legend>
        {presets.map((preset) => (
          <Key
            key={preset.label}
            size="sm"
            aria-pressed={isPreset(hours, preset)}
            onClick={() => onChange({ ...hours, on: [hoursOf(preset)] })}
          >
            {preset.label}
          </Key>
        ))}
      </fieldset>
      {shown.on.map((one, at) => (
        <OneWindow
          // A window has no name: its place among the others is what it is.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={at}
          hours={one}
          name={shown.on.length > 1 ? `hours ${at + 1}` : null}
          wrong={isTimeless(one) ? wrong : null}
          onChange={(change) => onChange(changed(shown, at, change))}
          onRemove={() => onChange(without(shown, at))}
        />
      ))}
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <Field
          className="min-w-0 grow sm:max-w-80"
          label="Time zone"
          value={hours.timezone}
          error={wrong !== null && !shown.on.some(isTimeless) ? wrong : null}
          onChange={(event) => onChange({ ...hours, timezone: event.target.value.trim() })}
        />
        {shown.on.length < 7 && (
          <Key size="md" variant="gho" onClick={() => onChange({ ...hours, on: [...shown.on, weekend] })}>
            Add other hours
          </Key>
        )}
      </div>
    </>
  );
}

const weekend: OnHours = { days: ["sat", "sun"], from: "10:00", to: "16:00" };

/** `name` is null where it is the only one. */
function OneWindow({
  hours: { days, from, to },
  name,
  wrong,
  onChange,
  onRemove,
}: {
  readonly hours: OnHours;
  readonly name: string | null;
  readonly wrong: string | null;
  readonly onChange: (change: Partial<OnHours>) => void;
  readonly onRemove: () => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">On these days{name !== null && `, ${name}`}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {dayWords.map(([day, word]) => (
          <label key={day} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              className="tick"
              checked={days.includes(day)}
              onChange={() => onChange({ days: toggled(days, day) })}
            />
            {word}
          </label>
        ))}
      </div>
      <div className="mt-2 flex flex-wrap items-start gap-x-4 gap-y-2">
        <Field
          className="grow basis-32 sm:max-w-40"
          label="On from"
          type="time"
          value={from}
          error={from === "" ? wrong : null}
          onChange={(event) => onChange({ from: event.target.value })}
        />
        <Field
          className="grow basis-32 sm:max-w-40"
          label="Until"
          type="time"
          value={to}
          error={to === "" && from !== "" ? wrong : null}
          hint={to !== "" && to <= from ? "On the next day" : undefined}
          onChange={(event) => onChange({ to: event.target.value })}
        />
        {name !== null && (
          <Key variant="gho" className="sm:mt-7" onClick={onRemove}>
            Remove<span className="sr-only"> {name}</span>
          </Key>
        )}
      </div>
    </fieldset>
  );
}
