"""Which rules are asked at a digit, a letter and a sign, in which order: the most particular first."""

from broadcast.text.amounts import degrees, labels, perthing, products, quantities, ranges, scores, shares, units
from broadcast.text.calendar import (
    births,
    dasheddays,
    dates,
    daylists,
    daynumbers,
    dayspans,
    monthletters,
    months,
    times,
    until,
    weekdays,
    years,
)
from broadcast.text.codes import (
    accounts,
    documents,
    lettercodes,
    parts,
    phones,
    places,
    plates,
    roads,
    romans,
    singles,
    weather,
)
from broadcast.text.page import Found, Page, Rule
from broadcast.text.signs import blanks, internet, lists, pictures, symbols
from broadcast.text.words import abbreviations, capitals, definitions, loans, peoples, persons

DIGIT_RULES: tuple[Rule, ...] = (
    lists.say_marker,  # 1.1. opens a line; later it would be a date or a decimal
    internet.say_address,
    plates.say_plate,  # 15A-123.45 before house numbers with letters
    accounts.say_account,  # 3761.0.1062972 before dates and decimals
    lettercodes.say_form_number,  # mẫu 01/ĐK before documents
    weather.say_coordinate,
    weekdays.say_weekday_number,  # thứ 2 - CN is no document
    ranges.say_measured_range,  # 10-15g before clock times, 120-150k/sào before documents
    degrees.say_degrees,  # 150C, a lost superscript, before house numbers
    documents.say_standard_number,  # 2622:1995 is no hour
    documents.say_document,  # 05-NQ/TU before dates
    roads.say_kilometre_post,
    places.say_room,  # phòng 5.04 before dates and decimals
    places.say_feeder,
    places.say_house_range,  # 43/106 - 43/98 before days
    shares.say_ratio,  # tỷ lệ 1:500 before clock times
    ranges.say_formula,  # NPK 16:5:11 before clock times
    times.say_times,  # 7h30 before bare numbers
    shares.say_count,  # 10/10 tổ dân phố before dates
    months.say_months,  # 9/2025 - 5/2026 before days
    dasheddays.say_dashed_days,  # 6 và 7-11 before 7-11
    dayspans.say_span_of_days,  # whole spans and lists before one date of them
    daylists.say_list_of_days,
    years.say_years,
    dates.say_date,
    phones.say_phone,
    places.say_house,  # số 5/12 before fractions
    parts.say_part_number,
    daynumbers.say_day_or_month_number,
    labels.say_row,  # tổ 1,2 before decimals
    shares.say_fraction,
    products.say_product,
    scores.say_score,  # before ranges
    ranges.say_range,
    quantities.say_quantity,
    places.say_number_with_letter,
    quantities.say_number,
)
LETTER_RULES: tuple[Rule, ...] = (
    persons.say_initials,  # V.T.H. opens a line, and is no list
    lists.say_marker,
    internet.say_address,
    plates.say_plate_label,  # BS 15A-123.45 is no doctor
    roads.say_road,
    weather.say_alarm,
    weather.say_bearing,
    weather.say_wind,
    lettercodes.say_code,  # CT2 before chỉ thị
    singles.say_class_letter,  # khối C before a hundred
    births.say_born,
    monthletters.say_month_letters,
    weekdays.say_weekday_letters,
    documents.say_bare_code,
    parts.say_part_number,  # II.1.2 before II
    products.say_times,  # 5 suất x 2 before X, ten
    romans.say_roman,  # before abbreviations: Quý III
    quantities.say_money_before,  # US$ 500
    units.say_unit_word,
    abbreviations.say_abbreviation,
    units.say_unit_alone,
    loans.say_loan,
    peoples.say_peoples_name,  # after loan words: Krông
    capitals.say_word,
)
SIGN_RULES: tuple[Rule, ...] = (
    definitions.say_defined,  # (BTC)
    until.say_until_dash,  # before bullets and pauses
    quantities.say_below_zero,
    lists.say_marker,  # (1)
    phones.say_phone,  # (0225) 3842 456, +84 …
    quantities.say_money_before,
    internet.say_ending,  # .gov.vn before a full stop
    internet.say_tag,
    blanks.say_blank,  # before the code that it stands in
    documents.say_blank_document,
    pictures.say_tick,  # before bullets
    lists.say_bullet,
    pictures.say_picture,
)


def say_any_sign(page: Page, position: int) -> Found:
    """Read the one sign at `position`, whatever it is; asked where no other rule reads anything."""
    say = perthing.say_slash if page.text[position] == "/" else symbols.say_sign
    return say(page, position)
