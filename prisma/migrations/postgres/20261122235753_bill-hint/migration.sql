-- AlterTable
ALTER TABLE "ScanPart" ADD COLUMN     "billedCents" INTEGER NOT NULL DEFAULT 0;
