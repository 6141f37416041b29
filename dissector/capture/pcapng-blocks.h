/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The numbers of pcapng (draft-ietf-opsawg-pcapng), for who reads and who writes it.
 */
#pragma once

/* Block types, section 11.1 of the draft. */
enum
{
  BLOCK_INTERFACE = 1,
  BLOCK_PACKET = 2, /* obsolete */
  BLOCK_SIMPLE_PACKET = 3,
  BLOCK_ENHANCED_PACKET = 6,
  BLOCK_SECRETS = 10,
  BLOCK_SECTION = 0x0a0d0d0a /* the same in both byte orders */
};

/* Options: of a Section Header Block, section 4.1, and an Interface Description Block, section 4.2. */
enum
{
  OPTION_END = 0,
  OPTION_APPLICATION = 4,
  OPTION_TIME_RESOLUTION = 9,
  OPTION_TIME_OFFSET = 14
};

enum
{
  BYTE_ORDER_MAGIC = 0x1a2b3c4d,
  SECRETS_KEY_LOG = 0x544c534b, /* section 4.7: the format of RFC 9850 */
  HEADER = 8,                   /* of a block: type and length */
  TRAILER = 4                   /* of a block: the length again */
};
