// libpng: its errors leave by longjmp, which may not cross Swift frames; the functions here contain it.
// Every function that may fail returns 1 on success and 0 on an error, whose text is in `message`.
#pragma once
#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    png_structp png;
    png_infop info;
    const uint8_t *data;
    size_t size;
    size_t position;
    char message[200];
} easel_png_reader;

typedef struct {
    uint8_t *data;
    size_t size;
    size_t capacity;
    char message[200];
} easel_png_writer;

static inline void easel_png_copy_message(char *to, const char *message) {
    strncpy(to, message ? message : "unknown error", 199);
    to[199] = 0;
}

static inline void easel_png_read_failed(png_structp png, png_const_charp message) {
    easel_png_copy_message(((easel_png_reader *)png_get_error_ptr(png))->message, message);
    png_longjmp(png, 1);
}

static inline void easel_png_write_failed(png_structp png, png_const_charp message) {
    easel_png_copy_message(((easel_png_writer *)png_get_error_ptr(png))->message, message);
    png_longjmp(png, 1);
}

static inline void easel_png_ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static inline void easel_png_take_bytes(png_structp png, png_bytep bytes, png_size_t count) {
    easel_png_reader *reader = (easel_png_reader *)png_get_io_ptr(png);
    if (count > reader->size - reader->position) png_error(png, "the file ends too early");
    memcpy(bytes, reader->data + reader->position, count);
    reader->position += count;
}

static inline void easel_png_close(easel_png_reader *reader) {
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
}

/// Reads everything before the first pixel. `data` must stay valid until `easel_png_close`, which is always due.
static inline int easel_png_open(easel_png_reader *reader, const uint8_t *data, size_t size) {
    memset(reader, 0, sizeof *reader);
    reader->data = data;
    reader->size = size;
    reader->png = png_create_read_struct(
        PNG_LIBPNG_VER_STRING, reader, easel_png_read_failed, easel_png_ignore_warning);
    if (!reader->png || !(reader->info = png_create_info_struct(reader->png))) {
        easel_png_copy_message(reader->message, "out of memory");
        return 0;
    }
    if (setjmp(png_jmpbuf(reader->png))) return 0;
    png_set_read_fn(reader->png, reader, easel_png_take_bytes);
    png_set_user_limits(reader->png, 0x7fffffff, 0x7fffffff);
    png_read_info(reader->png, reader->info);
    return 1;
}

static inline int easel_png_is_gray16(easel_png_reader *reader) {
    return png_get_color_type(reader->png, reader->info) == PNG_COLOR_TYPE_GRAY
        && png_get_bit_depth(reader->png, reader->info) == 16;
}

/// Whether pixels say how much of them is seen.
static inline int easel_png_has_alpha(easel_png_reader *reader) {
    if (easel_png_is_gray16(reader)) return 0;
    return (png_get_color_type(reader->png, reader->info) & PNG_COLOR_MASK_ALPHA) || png_get_valid(reader->png, reader->info, PNG_INFO_tRNS);
}

/// Reads the pixels, `channels * width` bytes a row: 3 leaves transparency out, 4 keeps it. 16-bit gray without alpha comes as big-endian pairs at the
/// start of each row.
static inline int easel_png_read_rows(easel_png_reader *reader, uint8_t *pixels, int channels) {
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return 0;
    if (!easel_png_is_gray16(reader)) {
        png_byte kind = png_get_color_type(png, reader->info);
        png_set_strip_16(png);
        if (kind == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
        if (kind == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
        if (!(kind & PNG_COLOR_MASK_COLOR)) png_set_gray_to_rgb(png);
        if (channels == 4) {
            png_set_tRNS_to_alpha(png);
            png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
        } else {
            png_set_strip_alpha(png);
        }
    }
    int passes = png_set_interlace_handling(png);
    size_t stride = (size_t)png_get_image_width(png, reader->info) * channels;
    png_uint_32 height = png_get_image_height(png, reader->info);
    png_read_update_info(png, reader->info);
    if (png_get_rowbytes(png, reader->info) > stride) png_error(png, "unexpected row size");
    for (int pass = 0; pass < passes; pass++)
        for (png_uint_32 y = 0; y < height; y++) png_read_row(png, pixels + y * stride, NULL);
    return 1;
}

/// Reads what follows the pixels (text, EXIF). A failure here leaves what was read so far.
static inline int easel_png_read_rest(easel_png_reader *reader) {
    if (setjmp(png_jmpbuf(reader->png))) return 0;
    png_read_end(reader->png, reader->info);
    return 1;
}

static inline int easel_png_texts(easel_png_reader *reader, png_textp *texts) {
    return png_get_text(reader->png, reader->info, texts, NULL);
}

static inline size_t easel_png_exif(easel_png_reader *reader, png_bytep *bytes) {
    png_uint_32 count = 0;
    if (!png_get_eXIf_1(reader->png, reader->info, &count, bytes)) return 0;
    return count;
}

static inline void easel_png_put_bytes(png_structp png, png_bytep bytes, png_size_t count) {
    easel_png_writer *writer = (easel_png_writer *)png_get_io_ptr(png);
    if (writer->capacity - writer->size < count) {
        size_t capacity = (writer->size + count) * 2;
        uint8_t *grown = (uint8_t *)realloc(writer->data, capacity);
        if (!grown) png_error(png, "out of memory");
        writer->data = grown;
        writer->capacity = capacity;
    }
    memcpy(writer->data + writer->size, bytes, count);
    writer->size += count;
}

static inline void easel_png_flush_nothing(png_structp png) { (void)png; }

static inline void easel_png_writer_free(easel_png_writer *writer) { free(writer->data); }

static inline int easel_png_write_all(
    png_structp png, png_infop info, const uint8_t *pixels, uint32_t width, uint32_t height, png_textp texts, int text_count) {
    if (setjmp(png_jmpbuf(png))) return 0;
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (text_count) png_set_text(png, info, texts, text_count);
    png_write_info(png, info);
    for (uint32_t y = 0; y < height; y++) png_write_row(png, (png_const_bytep)pixels + (size_t)y * width * 3);
    png_write_end(png, NULL);
    return 1;
}

/// Encodes 8-bit RGB rows with text chunks into memory; `easel_png_writer_free` is due in every case.
static inline int easel_png_write(
    easel_png_writer *writer, const uint8_t *pixels, uint32_t width, uint32_t height, png_textp texts, int text_count) {
    memset(writer, 0, sizeof *writer);
    png_structp png = png_create_write_struct(
        PNG_LIBPNG_VER_STRING, writer, easel_png_write_failed, easel_png_ignore_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    int done = 0;
    if (info) {
        png_set_write_fn(png, writer, easel_png_put_bytes, easel_png_flush_nothing);
        done = easel_png_write_all(png, info, pixels, width, height, texts, text_count);
    } else {
        easel_png_copy_message(writer->message, "out of memory");
    }
    if (png) png_destroy_write_struct(&png, &info);
    return done;
}
