/* Envelopes, keyed hashes, key files: what opens, what does not, and what is refused. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/access/keys.h"
#include "engine/access/person.h"
#include "tests/throwaway.h"

static struct fl_error err;
static char *folder;
static struct keys *keys;

static void
open_keys(void)
{
    folder = folder_make();
    ck_assert_msg(!keys_open(folder, true, &keys, &err), "%s", err.detail);
}

static void
close_keys(void)
{
    keys_close(keys);
    folder_remove(folder);
}

static char *
file(const char *name)
{
    static char path[500];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const uint8_t key[SEAL_KEY_SIZE] = "thirty-two bytes of a test's key";
static const struct seal_place here = {"party", "sealed", "430204", 7, 1};

START_TEST(what_is_sealed_opens_in_its_place)
{
    const char *const texts[] = {"", "张三", "张三说：借款十万元，至今未还。"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf sealed = {0}, clear = {0};
        seal_put(key, 3, &here, texts[i], strlen(texts[i]), &sealed);
        ck_assert_uint_eq(sealed.len, strlen(texts[i]) + SEAL_OVERHEAD);
        ck_assert_int_eq(seal_key_id(sealed.data, sealed.len), 3);
        ck_assert(!*texts[i] || !memmem(sealed.data, sealed.len, texts[i], strlen(texts[i])));
        ck_assert_int_eq(seal_open(key, &here, sealed.data, sealed.len, &clear, &err), 0);
        ck_assert_str_eq(clear.data, texts[i]);
        buf_done(&sealed);
        buf_done(&clear);
    }
}
END_TEST

START_TEST(the_same_text_is_never_sealed_alike)
{
    struct buf a = {0}, b = {0};
    seal_put(key, 1, &here, "张三", 6, &a);
    seal_put(key, 1, &here, "张三", 6, &b);
    ck_assert_mem_ne(a.data, b.data, a.len);
    buf_done(&a);
    buf_done(&b);
}
END_TEST

START_TEST(an_envelope_moved_altered_or_cut_does_not_open)
{
    static const struct seal_place elsewhere[] = {
        {"event", "sealed", "430204", 7, 1},
        {"party", "other",  "430204", 7, 1},
        {"party", "sealed", "430203", 7, 1},
        {"party", "sealed", "430204", 8, 1},
        {"party", "sealed", "430204", 7, 2},
    };
    struct buf sealed = {0}, clear = {0};
    seal_put(key, 1, &here, "张三", 6, &sealed);
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        ck_assert_int_eq(seal_open(key, &elsewhere[i], sealed.data, sealed.len, &clear, &err),
                         FL_E_INTERNAL);
    for (size_t i = 3; i < sealed.len; i++) { /* every byte of nonce, ciphertext and tag */
        sealed.data[i] ^= 1;
        ck_assert_int_eq(seal_open(key, &here, sealed.data, sealed.len, &clear, &err),
                         FL_E_INTERNAL);
        sealed.data[i] ^= 1;
    }
    for (size_t len = 0; len < sealed.len; len++)
        ck_assert_int_eq(seal_open(key, &here, sealed.data, len, &clear, &err), FL_E_INTERNAL);
    uint8_t other[SEAL_KEY_SIZE] = "another";
    ck_assert_int_eq(seal_open(other, &here, sealed.data, sealed.len, &clear, &err), FL_E_INTERNAL);
    ck_assert_ptr_null(strstr(err.detail, "张三"));
    ck_assert_uint_eq(clear.len, 0);
    buf_done(&sealed);
}
END_TEST

START_TEST(key_files_are_for_their_owner_alone_and_stay_the_same)
{
    const char *const names[] = {"data-1.key", "match.key", "chain.key"};
    struct stat st;
    uint8_t before[SEAL_MAC_SIZE], after[SEAL_MAC_SIZE];
    open_keys();
    ck_assert_int_eq(stat(folder, &st), 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(stat(file(names[i]), &st), 0);
        ck_assert_uint_eq(st.st_mode & 0777, 0600);
        ck_assert_int_eq(st.st_size, 65);
    }
    person_name_hash(keys, "张三", before);
    keys_close(keys);
    ck_assert_int_eq(keys_open(folder, true, &keys, &err), 0);
    person_name_hash(keys, "张三", after);
    ck_assert_mem_eq(before, after, sizeof before);
    close_keys();
}
END_TEST

START_TEST(a_key_that_others_may_read_or_that_is_damaged_or_missing_is_refused)
{
    struct keys *again = NULL;
    open_keys();
    ck_assert_int_eq(chmod(file("match.key"), 0640), 0);
    ck_assert_int_eq(keys_open(folder, true, &again, &err), FL_E_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.detail, "match.key"));
    ck_assert_int_eq(chmod(file("match.key"), 0600), 0);
    ck_assert_int_eq(truncate(file("match.key"), 64), 0);
    ck_assert_int_eq(keys_open(folder, true, &again, &err), FL_E_CONFIG);
    ck_assert_int_eq(unlink(file("match.key")), 0);
    ck_assert_int_eq(keys_open(folder, false, &again, &err), FL_E_CONFIG);
    ck_assert_int_eq(chmod(folder, 0755), 0);
    ck_assert_int_eq(keys_open(folder, true, &again, &err), FL_E_CONFIG);
    ck_assert_ptr_null(again);
    close_keys();
}
END_TEST

START_TEST(a_second_data_key_seals_and_the_first_still_opens)
{
    struct buf old = {0}, fresh = {0}, clear = {0};
    int id = 0, old_id = 0, fresh_id = 0;
    open_keys();
    keys_seal(keys, &here, "旧", 3, &old, &old_id);
    struct keys *other = NULL; /* another process, which does not know the new key yet */
    ck_assert_int_eq(keys_open(folder, false, &other, &err), 0);
    ck_assert_int_eq(keys_add(keys, &id, &err), 0);
    keys_seal(keys, &here, "新", 3, &fresh, &fresh_id);
    ck_assert_int_eq(old_id, 1);
    ck_assert_int_eq(fresh_id, 2);
    ck_assert_int_eq(keys_unseal(keys, &here, old.data, old.len, &clear, &err), 0);
    ck_assert_msg(!keys_unseal(other, &here, fresh.data, fresh.len, &clear, &err), "%s",
                  err.detail);
    ck_assert_str_eq(clear.data, "旧新");
    ck_assert_int_eq(keys_destroy(keys, 1, &err), 0);
    ck_assert_int_eq(keys_unseal(keys, &here, old.data, old.len, &clear, &err), FL_E_INTERNAL);
    buf_done(&old);
    buf_done(&fresh);
    buf_done(&clear);
    keys_close(other);
    close_keys();
}
END_TEST

START_TEST(names_match_whatever_their_spaces_and_numbers_whatever_their_case)
{
    uint8_t a[SEAL_MAC_SIZE], b[SEAL_MAC_SIZE];
    open_keys();
    person_name_hash(keys, "张三", a);
    person_name_hash(keys, " 张\xE3\x80\x80三 ", b);
    ck_assert_mem_eq(a, b, sizeof a);
    person_name_hash(keys, "张二", b);
    ck_assert_mem_ne(a, b, sizeof a);
    person_id_hash(keys, "11010519491231002X", a);
    person_id_hash(keys, "11010519491231002x", b);
    ck_assert_mem_eq(a, b, sizeof a);
    person_name_hash(keys, "11010519491231002X", b); /* a name is no number */
    ck_assert_mem_ne(a, b, sizeof a);
    close_keys();
}
END_TEST

SUITE(seal, "sealing", what_is_sealed_opens_in_its_place, the_same_text_is_never_sealed_alike,
      an_envelope_moved_altered_or_cut_does_not_open,
      key_files_are_for_their_owner_alone_and_stay_the_same,
      a_key_that_others_may_read_or_that_is_damaged_or_missing_is_refused,
      a_second_data_key_seals_and_the_first_still_opens,
      names_match_whatever_their_spaces_and_numbers_whatever_their_case)
