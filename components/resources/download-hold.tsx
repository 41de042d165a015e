import { urlOf } from "@/components/data/api";
import { KeyFile } from "@/components/ui/key";

/** What was saved, as a file: whole, also when the resource is gone and when nothing holds it any more. */
export function DownloadHold({ holdId }: { readonly holdId: string }) {
  return (
    <KeyFile href={urlOf("getHold", { params: { id: holdId } })} variant="gho" size="sm" className="-ml-2.5">
      Download saved configuration
    </KeyFile>
  );
}
