const reportFormats = ["csv", "json", "html"] as const;
type ReportFormat = (typeof reportFormats)[number];

/** One report as a file in each form: all say the same. */
export function FileLinks({
  label,
  hrefOf,
}: {
  readonly label: string;
  readonly hrefOf: (format: ReportFormat) => string;
}) {
  return (
    <p className="mid mt-5">
      {label}:{" "}
      {reportFormats.map((format, at) => (
        <span key={format}>
          {at > 0 && ", "}
          <a href={hrefOf(format)} download className="nw">
            {format.toUpperCase()}
          </a>
        </span>
      ))}
    </p>
  );
}
