/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads passwords from the terminal, or from wherever a script has put them.
 */
#include "password.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum
{
  INTERRUPT = 3 /* Ctrl+C */
};

/* Byte by byte, so that nothing behind the line is taken. */
bool
tl_password_read (int fd, char password[TL_PASSWORD_SIZE])
{
  gsize n = 0;
  bool some = false;

  while (n < TL_PASSWORD_SIZE - 1)
    {
      char c;
      gssize got = read (fd, &c, 1);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0 || c == '\n')
        {
          some = some || got > 0;
          break;
        }
      some = true;
      password[n++] = c;
    }
  password[n] = '\0';
  return some;
}

static void
say (int fd, const char *text)
{
  if (write (fd, text, strlen (text)) < 0)
    return; /* the answer may come all the same */
}

bool
tl_password_ask (const char *question, char password[TL_PASSWORD_SIZE])
{
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  struct termios before, silent;
  bool done = false;

  if (fd < 0)
    return false;
  if (tcgetattr (fd, &before) == 0)
    {
      silent = before;
      silent.c_lflag &= ~(tcflag_t) (ECHO | ISIG); /* without signals nobody can leave the terminal without its echo */
      tcsetattr (fd, TCSAFLUSH, &silent);
      say (fd, question);
      done = tl_password_read (fd, password) && strchr (password, INTERRUPT) == NULL;
      say (fd, "\n");
      tcsetattr (fd, TCSAFLUSH, &before);
    }
  close (fd);
  return done;
}
