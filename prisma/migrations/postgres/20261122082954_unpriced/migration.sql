-- AlterTable
ALTER TABLE "Operation" ADD COLUMN     "unpriced" INTEGER;
