/* The version of the programs and of the client library. */
#ifndef FENLIU_VERSION_H
#define FENLIU_VERSION_H

#define FL_VERSION "0.1.0"

#endif
