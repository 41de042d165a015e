import { notFound } from "next/navigation";
import { RefusalError } from "@/server/core/fault";

/** What a use case answers; the page of what is not there when its address names what is not there. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RefusalError && (error.code === "not-found" || error.code === "invalid")) notFound();
    throw error;
  }
}

/** What a use case answers; null when it refuses: the screen asks again and shows the refusal in its place. */
export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}
