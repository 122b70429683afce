/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ovctl OBJECT VERB ARGUMENTS. Each object is a table of its attributes and a
 * table of its verbs, in a file of its own; field.c does what they share.
 */
#ifndef OVCTL_H
#define OVCTL_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "compiler.h"
#include "ovnl.h"
#include "parse.h"

enum exit_status {
	EXIT_DONE,
	EXIT_USAGE,		/* the words make no sense */
	EXIT_REFUSED,		/* the kernel said no */
	EXIT_FOUND,		/* doctor has something to say */
};

struct args;

/* One of an object's verbs. */
struct verb {
	const char *name;
	int (*run)(struct args *args);
	const char *grammar;
};

/* A kind of object. */
struct object {
	const char *name;
	const struct verb *verbs;	/* ends with an empty one */
	const struct field *fields;	/* ends with an empty one */
	uint16_t attr;			/* OVNET_A_*: its nest */

	/* For save and restore: OVNET_CMD_* that get, make, change and remove
	 * it; whether it is configured, NULL: all are.
	 */
	uint8_t get, new, set, del;
	uint16_t seq;			/* attribute that only rises; 0: none */
	uint8_t feature;		/* OVNET_FEATURE_* it came with; 0: it was there */
	bool (*configured)(const struct nlmsghdr *nlh);
};

enum field_type {
	FIELD_U8,
	FIELD_U16,
	FIELD_HEX16,	/* print: u16 */
	FIELD_U32,
	FIELD_U64,
	FIELD_BOOL,	/* u8: off, on or the two @names */
	FIELD_FLAG,	/* u8: the word alone says yes */
	FIELD_ENUM,	/* u8: one of @names */
	FIELD_BITS,	/* u64: some of @names */
	FIELD_STRING,
	FIELD_PAIR,	/* string @attr, or it and string @attr2, a comma between */
	FIELD_REF,	/* string, or u32 @attr2 if it is only digits */
	FIELD_DEV,	/* u32 ifindex, by name */
	FIELD_IFNAME,	/* string, asked for as u32 ifindex @attr2 */
	FIELD_MAC,
	FIELD_IP,	/* one address */
	FIELD_IP4,	/* print: one of IPv4 */
	FIELD_IP6,	/* one of IPv6; @special: ::, none */
	FIELD_IPS,	/* @attr, 1 to @max times; @special: none, zero of @min bytes */
	FIELD_LOCAL,	/* parse: IPv4 address @attr, IPv6 address @attr2 */
	FIELD_RANGE,	/* parse: two u16, @attr and @attr2 */
	FIELD_PREFIX,	/* IPv4 @attr or IPv6 @attr2, of u8 @attr3 bits */
	FIELD_GATEWAY,	/* parse: IPv4 @attr or IPv6 @attr2, each with its length behind */
	FIELD_EITHER,	/* IPv4 @attr or IPv6 @attr2 */
	FIELD_LOCATOR,	/* parse: IPv6 @attr, of u8 @attr2 bits; @special: none */
	FIELD_SOURCES,	/* parse: nests @attr, of an IPv6 prefix each, 1 to @max; @special: none */
	FIELD_MS,	/* print: u64 milliseconds */
	FIELD_NEST,	/* print: @fields */
	FIELD_LIST,	/* 1 to @max of @fields, in text with @word between them */
	FIELD_HELD,	/* parse: the word is kept, @min: where in args->held */
};

/* How a field is used: as an argument, and in text output. */
#define FIELD_ADD	0x01
#define FIELD_NEED	(FIELD_ADD | 0x02)	/* add cannot do without */
#define FIELD_SET	0x04
#define FIELD_SHOW	0x08		/* filter of show */
#define FIELD_FLUSH	0x10		/* filter of flush */
#define FIELD_STAT	0x20		/* only with -s */
#define FIELD_LINE	(FIELD_STAT | 0x40)	/* ... in a line of its own */
#define FIELD_NONZERO	0x80		/* with -d also if it is 0 or empty */
#define FIELD_DETAIL	0x100		/* only with -d */
#define FIELD_NAMES	0x4000		/* one of the words that name the object */

/* ... and in documents of save and restore. */
#define FIELD_DOC	0x200
#define FIELD_KEY	(FIELD_DOC | 0x400)	/* names the object */
#define FIELD_FIXED	(FIELD_DOC | 0x800)	/* cannot be changed */
#define FIELD_MUST	(FIELD_DOC | 0x1000)	/* an object has it */
#define FIELD_DOC_ONLY	(FIELD_DOC | 0x2000)	/* and nowhere else */
#define FIELD_ELSE_NONE	(FIELD_DOC | 0x8000)	/* where nothing is said there is to be none */

/* An attribute, as an argument (if @use says so) and as output (if @key). */
struct field {
	const char *key;		/* name in uapi/ovnet.yaml and JSON */
	const char *word;		/* in the grammar and in text */
	enum field_type type;
	uint16_t attr;
	uint16_t attr2;
	uint16_t attr3;
	unsigned int use;
	uint32_t min;
	uint32_t max;			/* of a number; last of @names */
	const char *const *names;	/* by value; NULL where there is none */
	const char *special;		/* word for @special_is or "" */
	uint32_t special_is;
	const struct field *fields;
	const struct object *refers;	/* kind of what a document names here */
};

static inline bool field_has(const struct field *field, unsigned int use)
{
	return (field->use & use) == use;
}

#define REQUEST_SIZE	131072
#define REQUEST_NEST_MAX 4096	/* an object and its attributes */

/* A request for an object, or several of a kind. */
struct request {
	char buf[REQUEST_SIZE] __aligned(NLMSG_ALIGNTO);
	const struct object *object;
	struct nlmsghdr *nlh;
	struct nlattr *nest;	/* that is being filled */
	unsigned int n;		/* nests */
};

/* The words that are left, and what they are about. */
struct args {
	const struct object *object;
	const struct verb *verb;
	const char *subject[2];
	const char *held[2];	/* values of fields of type FIELD_HELD */
	char **words;
	jmp_buf *leave;		/* where to when they make no sense */
};

extern const struct object node_object, underlay_object, network_object,
	port_object, remote_object, member_object, fdb_object, route_object,
	neigh_object, binding_object,
	drops_object, drop_object, limit_object, monitor_object, save_object, restore_object,
	trace_object, probe_object, sid_object, doctor_object, import_object;

/* args.c */

/* Most words are another from the first letter on. */
static inline bool args_is(const char *word, const char *other)
{
	return *word == *other && !strcmp(word, other);
}

const char *args_peek(struct args *args);
const char *args_take(struct args *args, const char *what);
const char *args_subject(struct args *args, const char *what);
bool args_match(struct args *args, const char *word);
void args_end(struct args *args, const char *expected);
const char *args_who(const struct args *args);
__noreturn __printf(2, 3)
void args_fail(const struct args *args, const char *fmt, ...);
void help_verb(const struct verb *verb);
void help_object(const struct object *object);

/* field.c */
void fields_put(struct request *r, struct args *args, unsigned int use);
bool fields_have(const struct object *object, const char *word,
		 unsigned int use);
int fields_show(struct args *args, uint8_t cmd, const struct field *key);

/* value.c: the next word of @args into attributes of @r */
void value_put(struct request *r, struct args *args,
	       const struct field *field);
void value_put_word(struct request *r, struct args *args,
		    const struct field *field, const char *word);
void value_put_subject(struct request *r, struct args *args,
		       const struct field *field);

/* binding.c */
void binding_put_port(struct request *r, struct args *args, const char *dev,
		      const char *mac, const char *words);

/* device.c */
uint32_t device_index(struct args *args, const char *word);

/* key.c */
#define KEY_SIZE	80

const struct nlattr *key_find(const struct nlattr *nest, uint16_t type);
bool key_prefix(const struct field *field, const struct nlattr *nest,
		char *word, size_t size);
bool key_either(const struct field *field, const struct nlattr *nest,
		char *word, size_t size);
void key_text(const struct object *object, const struct nlattr *nest,
	      char text[KEY_SIZE]);

/* show.c */
int show_object(const struct nlmsghdr *nlh, void *object);
void show_nest(const struct field *fields, const struct nlattr *nest);
void show_fields(const struct object *object, const struct nlmsghdr *nlh);
void show_document(const struct object *object, const struct nlattr *nest,
		   uint64_t omit);

/* request.c */
extern struct ovnl client;

void request_begin_object(struct request *r, const struct object *object,
			  uint8_t cmd);
void request_begin(struct request *r, struct args *args, uint8_t cmd);
bool request_next(struct request *r);
void request_also(struct request *r, const struct object *object);
void request_no_object(struct request *r);
unsigned int request_offender(const struct request *r,
			      const struct ovnl_ack *ack, char key[KEY_SIZE]);
int request_run(struct request *r, struct args *args);
int request_show(struct request *r, struct args *args, bool dump);
int request_rows(struct request *r, struct args *args, bool dump,
		 struct ovnl_rows *rows);
int request_features(struct args *args, uint64_t *features);
int request_open(struct args *args);
void request_close(void);

/* older.c */
void older_explain(struct ovnl_ack *ack, const struct nlmsghdr *request);

/* batch.c */
#define BATCH_ORIGIN_MAX	4096

int batch_run(const char *name);
bool batch_has_stdin(void);
const char *batch_origin(void);
bool batch_settle(void);
int batch_row(struct request *r, struct args *args);
int batch_alone(struct request *r, struct args *args);

/* gather.c */
bool gather_any(void);
bool gather_goes_on(char **words);
int gather_command(char **words);
bool gather_add(const struct request *r, const struct args *args);
bool gather_send(void);

/* main.c */
extern bool with_stats;
extern bool with_details;

int main_command(char **words);
const struct object *main_object_of(uint16_t attr);
int main_run(const struct object *object, const struct verb *verb,
	     char **words);

#endif /* OVCTL_H */
