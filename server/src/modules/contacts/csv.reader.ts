import { Readable } from "node:stream";
import { separatorOf } from "@balcao/core";
import { CsvError, parse } from "csv-parse";
import { parse as parseWhole } from "csv-parse/sync";

/** One record of a file: its cells, the line it begins on (from 1), and how many bytes of text came before its end. */
export type CsvRecord = { cells: string[]; line: number; bytes: number };

/** The file is no CSV from somewhere on. */
export class UnreadableCsv extends Error {}

const MOST_RECORD = 256 * 1024;
const optionsOf = (separator: string) => ({
  delimiter: separator,
  bom: true,
  info: true as const,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  // a quote that is never closed must not take the rest of the file into memory
  max_record_size: MOST_RECORD,
});

/** Does this decoder, told to be strict, take the bytes? */
function takes(decoder: TextDecoder, bytes?: Buffer): boolean {
  try {
    decoder.decode(bytes, { stream: bytes !== undefined });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** UTF-8, or what spreadsheets in Brazil save where they do not: one byte that UTF-8 cannot have decides. */
async function encodingOf(bytes: AsyncIterable<Buffer> | readonly Buffer[]): Promise<string> {
  const strict = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of bytes) if (!takes(strict, chunk)) return "windows-1252";
  return takes(strict) ? "utf-8" : "windows-1252";
}

async function* decoded(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

const shaped = ({
  record,
  info,
}: {
  record: string[];
  info: { lines: number; bytes: number };
}): CsvRecord => ({
  cells: record,
  // the parser counts the lines up to a record's end, and a quoted cell may hold some
  line: info.lines - record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0),
  bytes: info.bytes,
});

const asUnreadable = (error: unknown): unknown =>
  error instanceof CsvError ? new UnreadableCsv(error.message) : error;

/** All records of a file, heads included, read as they are asked for. `open` gives its bytes anew each time. */
export async function* readCsv(open: () => Readable): AsyncGenerator<CsvRecord> {
  const encoding = await encodingOf(open());
  let separator: string | null = null;
  for await (const text of decoded(open(), encoding)) {
    separator = separatorOf(text);
    break;
  }
  const parser = parse(optionsOf(separator ?? ";"));
  const source = Readable.from(decoded(open(), encoding));
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const record of parser) yield shaped(record);
  } catch (error) {
    throw asUnreadable(error);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** The first records of a file, of its beginning. The last one may be cut off, and is left out then. */
export async function beginningOf(head: Buffer, isWhole: boolean, most: number): Promise<string[][]> {
  const cut = isWhole ? head : head.subarray(0, head.lastIndexOf("\n") + 1);
  const encoding = await encodingOf([cut]);
  const text = new TextDecoder(encoding).decode(cut);
  try {
    return parseWhole(text, { ...optionsOf(separatorOf(text)), to: most }).map(
      (entry) => shaped(entry as never).cells,
    );
  } catch (error) {
    throw asUnreadable(error);
  }
}
