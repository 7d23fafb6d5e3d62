/* Every size that a caller controls, in one place. Each has a test on both sides of it.
 *
 * Bytes unless the name says otherwise. A wire message may be larger than a document by the headroom,
 * so that an oversize document gets a proper error (too_large) instead of nng closing the pipe. */
#ifndef FENLIU_LIMITS_H
#define FENLIU_LIMITS_H

#define FL_MAX_SOURCE       64                 /* characters: [a-z0-9][a-z0-9-]{0,63} */
#define FL_MAX_REF          128                /* characters */
#define FL_MAX_NAME         200                /* characters */
#define FL_MAX_PHONE        32                 /* characters */
#define FL_MAX_ADDRESS      300                /* characters */
#define FL_MAX_NARRATIVE    (64 * 1024)        /* bytes of UTF-8 */
#define FL_MAX_PARTIES      1000               /* per side */
#define FL_MAX_HISTORY      100                /* entries */
#define FL_MAX_AMOUNT_FEN   9007199254740992LL /* 2^53: exact in a JSON number */
#define FL_MAX_DOCUMENT     (512 * 1024)       /* one case document or one request's params */
#define FL_MAX_BATCH        1000               /* requests in one JSON-RPC batch */
#define FL_MAX_MESSAGE      (16 * 1024 * 1024) /* one nng message: proper error up to here */
#define FL_MESSAGE_HEADROOM (1024 * 1024) /* nng closes the pipe beyond FL_MAX_MESSAGE + this */
#define FL_MAX_DEPTH        32            /* nesting of JSON */
#define FL_MAX_MEMBERS      256           /* members of one JSON object */
#define FL_MAX_FAULTS       100           /* faults listed in one answer; the rest is counted */
#define FL_MAX_REQUEST_ID   64            /* characters */
#define FL_MAX_RPC_ID       128           /* bytes of a JSON-RPC id given as text */
#define FL_MAX_PULL         100           /* referrals in one desk.pull */
#define FL_MAX_WAIT_MS      30000         /* long poll of desk.pull */
#define FL_MAX_LIST         1000          /* rows in one case.list, desk.list or event.since */
#define FL_MAX_TEXT         4000          /* characters: reasons, notes */
#define FL_MAX_AGREEMENT    (32 * 1024)   /* bytes: the text of an agreement */
#define FL_MAX_TEXTS        100           /* texts in one list: what the parties did not dispute */
#define FL_MAX_RECORD       16000         /* characters: a mediator's record */
#define FL_MAX_MEDIATOR     64            /* characters */
#define FL_MAX_BODY         64            /* characters of a body's code */
#define FL_MAX_STREETS      64   /* streets and communities that one body or mediator serves */
#define FL_MAX_CAUSES       64   /* subtrees of causes that one body or mediator takes */
#define FL_MAX_LANGUAGES    16   /* languages of one mediator */
#define FL_MAX_LOAD_CAP     1000 /* referrals in the hands of one mediator */
#define FL_MAX_RELATIONS    200  /* declared relations of one mediator */
#define FL_MAX_ROSTER_FILE  (4 * 1024 * 1024) /* a CSV file of bodies or mediators */
#define FL_MAX_ROSTER_ROWS  10000             /* its lines */
#define FL_MAX_TEMPLATE     (64 * 1024)       /* bytes: one file of the documents */
#define FL_MAX_DOCKET       64                /* characters: a number of a body's own */
#define FL_MAX_REASSIGN     500 /* referrals of one mediator that one desk.reassign moves */
#define FL_MAX_POLICY_FILE  (4 * 1024 * 1024)
#define FL_MAX_POLICY_FILES 64
#define FL_MAX_RULES        2000

#define FL_MAX_CSV_RECORD                                                                          \
    (256 * 1024)                  /* bytes of its cells, each with a 0 behind it but the last */
#define FL_MAX_CSV_CELLS      256 /* of one record */
#define FL_MAX_IMPORT_LINE    (256 * 1024) /* one line of JSON of past years */
#define FL_MAX_IMPORT_MAPPING (256 * 1024)
#define FL_MAX_IMPORT_VISITS  100 /* rows of one dispute */

#endif
