/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The three algorithms of RFC 8879 section 7.3. Each is asked for a piece at a time, so that memory is spent only on
 * bytes that came out, and no more of them than the message declares.
 */
#include "compression.h"

#include <brotli/decode.h>
#include <glib/gi18n-lib.h>
#include <zlib.h>
#include <zstd.h>

#include "../limits.h"
#include "messages.h"

enum
{
  PIECE = 16384,
  ZSTD_WINDOW_LOG = 23 /* RFC 8878 section 3.1.1.1.2: what every decoder should accept, and no more */
};

/* What is still compressed, and where the next bytes of the output go. */
typedef struct
{
  TlBytes input;
  guint8 *out;
  gsize room;
} Piece;

typedef enum
{
  GOING_ON,
  ENDED, /* the end of what is compressed was reached */
  STUCK, /* it goes on only with more input */
  BROKEN
} State;

/* Fills a piece as far as it can. */
typedef State (*Fill) (void *decoder, Piece *piece);

static State
fill_zlib (void *decoder, Piece *piece)
{
  z_stream *stream = decoder;
  gsize had = piece->input.length;
  int result;

  stream->next_in = (guint8 *) piece->input.data;
  stream->avail_in = (guint) had;
  stream->next_out = piece->out;
  stream->avail_out = (guint) piece->room;
  result = inflate (stream, Z_NO_FLUSH);
  tl_bytes_skip (&piece->input, had - stream->avail_in);
  piece->room = stream->avail_out;
  if (result == Z_STREAM_END)
    return ENDED;
  if (result != Z_OK && result != Z_BUF_ERROR)
    return BROKEN;
  return piece->room > 0 ? STUCK : GOING_ON;
}

static State
fill_brotli (void *decoder, Piece *piece)
{
  size_t input_left = piece->input.length, room = piece->room;
  const guint8 *input = piece->input.data;
  guint8 *out = piece->out;
  BrotliDecoderResult result
      = BrotliDecoderDecompressStream (decoder, &input_left, &input, &room, &out, NULL);

  tl_bytes_skip (&piece->input, piece->input.length - input_left);
  piece->room = room;
  switch (result)
    {
    case BROTLI_DECODER_RESULT_SUCCESS:
      return ENDED;
    case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
      return STUCK;
    case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
      return GOING_ON;
    case BROTLI_DECODER_RESULT_ERROR:
    default:
      return BROKEN;
    }
}

/* Frames may follow one another (RFC 8878 section 3.1): what is compressed ends with the last of them. */
static State
fill_zstd (void *decoder, Piece *piece)
{
  for (;;)
    {
      ZSTD_inBuffer input = { piece->input.data, piece->input.length, 0 };
      ZSTD_outBuffer output = { piece->out, piece->room, 0 };
      size_t result = ZSTD_decompressStream (decoder, &output, &input);

      tl_bytes_skip (&piece->input, input.pos);
      piece->out += output.pos;
      piece->room -= output.pos;
      if (ZSTD_isError (result))
        return BROKEN;
      if (result == 0 && piece->input.length == 0)
        return ENDED;
      if (piece->room == 0)
        return GOING_ON;
      if (input.pos == 0 && output.pos == 0)
        return STUCK;
    }
}

/* Asks for pieces until it is the end, or more than @most bytes came out. */
static State
fill_all (Fill fill, void *decoder, TlBytes *input, gsize most, GByteArray *out)
{
  State state = GOING_ON;

  while (state == GOING_ON && out->len <= most)
    {
      gsize room = MIN (PIECE, most + 1 - out->len);
      guint had = out->len;
      Piece piece = { .input = *input, .room = room };

      g_byte_array_set_size (out, had + (guint) room);
      piece.out = out->data + had;
      state = fill (decoder, &piece);
      g_byte_array_set_size (out, had + (guint) (room - piece.room));
      *input = piece.input;
    }
  return state;
}

static State
run_zlib (TlBytes *input, gsize most, GByteArray *out)
{
  z_stream stream = { 0 };
  State state;

  if (inflateInit (&stream) != Z_OK)
    return BROKEN;
  state = fill_all (fill_zlib, &stream, input, most, out);
  inflateEnd (&stream);
  return state;
}

static State
run_brotli (TlBytes *input, gsize most, GByteArray *out)
{
  BrotliDecoderState *decoder = BrotliDecoderCreateInstance (NULL, NULL, NULL);
  State state;

  if (decoder == NULL)
    return BROKEN;
  state = fill_all (fill_brotli, decoder, input, most, out);
  BrotliDecoderDestroyInstance (decoder);
  return state;
}

static State
run_zstd (TlBytes *input, gsize most, GByteArray *out)
{
  ZSTD_DStream *decoder = ZSTD_createDStream ();
  State state = BROKEN;

  if (decoder == NULL)
    return BROKEN;
  if (!ZSTD_isError (ZSTD_DCtx_setParameter (decoder, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG)))
    state = fill_all (fill_zstd, decoder, input, most, out);
  ZSTD_freeDStream (decoder);
  return state;
}

static TlDecompression
judge (State state, gsize left, gsize got, gsize declared)
{
  if (got > declared)
    return TL_DECOMPRESSION_TOO_LONG;
  if (got > TL_LIMIT_DECOMPRESSED)
    return TL_DECOMPRESSION_TOO_LARGE;
  if (state == BROKEN)
    return TL_DECOMPRESSION_DAMAGED;
  if (state == STUCK)
    return TL_DECOMPRESSION_TRUNCATED;
  if (left > 0)
    return TL_DECOMPRESSION_TRAILING;
  return got < declared ? TL_DECOMPRESSION_TOO_SHORT : TL_DECOMPRESSED;
}

void
tl_compressed_see (TlCompressed *self, const TlFound *found)
{
  if (found->field->registry == TL_REGISTRY_CERTIFICATE_COMPRESSION)
    self->algorithm = (guint16) found->value;
  else if (found->field->tag == TL_TAG_UNCOMPRESSED_LENGTH)
    self->length = (gsize) found->value;
}

GBytes *
tl_compressed_open (const TlCompressed *self, TlBytes bytes, TlDecompression *verdict)
{
  static State (*const run[]) (TlBytes *, gsize, GByteArray *) = { NULL, run_zlib, run_brotli, run_zstd };
  gsize most = MIN (self->length, TL_LIMIT_DECOMPRESSED);
  GByteArray *out = g_byte_array_new ();
  State state;

  if (self->algorithm >= G_N_ELEMENTS (run) || run[self->algorithm] == NULL)
    {
      *verdict = TL_DECOMPRESSION_UNKNOWN;
      return g_byte_array_free_to_bytes (out);
    }
  state = bytes.length > 0 ? run[self->algorithm](&bytes, most, out) : STUCK;
  *verdict = judge (state, bytes.length, out->len, self->length);
  g_byte_array_set_size (out, (guint) MIN (out->len, most));
  return g_byte_array_free_to_bytes (out);
}

char *
tl_compressed_fault (const TlCompressed *self, TlDecompression verdict, gsize got)
{
  switch (verdict)
    {
    case TL_DECOMPRESSION_UNKNOWN:
      return g_strdup (_ ("Not decompressed: the algorithm is not known."));
    case TL_DECOMPRESSION_TRUNCATED:
      return g_strdup_printf (_ ("The compressed bytes end too early: %zu of %zu bytes came out."), got,
                              self->length);
    case TL_DECOMPRESSION_DAMAGED:
      return g_strdup_printf (_ ("The compressed bytes are damaged: %zu of %zu bytes came out."), got,
                              self->length);
    case TL_DECOMPRESSION_TRAILING:
      return g_strdup (_ ("Bytes follow the end of what is compressed."));
    case TL_DECOMPRESSION_TOO_LONG:
      return g_strdup_printf (_ ("Decompressed it is longer than the %zu bytes that the message declares."),
                              self->length);
    case TL_DECOMPRESSION_TOO_SHORT:
      return g_strdup_printf (_ ("Decompressed it has %zu bytes, and the message declares %zu."), got,
                              self->length);
    case TL_DECOMPRESSION_TOO_LARGE:
      return g_strdup_printf (_ ("Decompressed it is longer than the %zu bytes that this program reads."),
                              TL_LIMIT_DECOMPRESSED);
    case TL_DECOMPRESSED:
    default:
      return NULL;
    }
}

TlContext
tl_compressed_context (const TlContext *context)
{
  TlContext inner = *context;

  inner.message = TL_MESSAGE_CERTIFICATE;
  if (!tl_version_is_13 (inner.version)) /* nothing older has it: RFC 8879 section 3 */
    inner.version = 0x0304;
  return inner;
}
