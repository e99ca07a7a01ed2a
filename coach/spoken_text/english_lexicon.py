"""English words of anatomy and exercise that voices misread, with what each is said like.

Every entry was looked at as phonemes of eSpeak NG 1.52, with which Piper's voices are fed too: of the bare
word they are wrong, of the respelling near enough to be understood. The IPA is that of General American; the
vowel of *hot*, which a British voice says in its own way, is short, and that of *calm* long.
"""

# ruff: noqa: RUF001 — some letters of IPA look like others

from __future__ import annotations

from coach.spoken_text.lexicon import Entries, Pronunciation

ENGLISH_LEXICON: Entries = tuple(
    (word, Pronunciation(respell, ipa))
    for word, respell, ipa in (
        ("abdominis", "ab-dommin-iss", "æbdˈɑmɪnɪs"),
        ("acromion", "a-crow-mee-on", "əkɹˈoʊmiən"),
        ("Bosu", "boh-sue", "bˈoʊsuː"),
        ("brachialis", "braykee-alis", "bɹˌeɪkiˈælɪs"),
        ("brachioradialis", "braykee-o-radialis", "bɹˌeɪkioʊɹˌeɪdiˈælɪs"),
        ("calcaneal", "kal-kay-nee-al", "kælkˈeɪniəl"),
        ("calcaneus", "kal-kay-nee-us", "kælkˈeɪniəs"),
        ("coccyx", "cock-six", "kˈɑksɪks"),
        ("fascia", "fashia", "fˈæʃiə"),
        ("femoris", "femmer-iss", "fˈɛmɚɹɪs"),
        ("gracilis", "grassi-liss", "ɡɹˈæsɪlɪs"),
        ("iliacus", "ill-eye-a-kuss", "ɪlˈaɪəkəs"),
        ("infraspinatus", "infra-spy-naytus", "ˌɪnfɹəspaɪnˈeɪɾəs"),
        ("Kegel", "keegle", "kˈiːɡəl"),
        ("kinesio", "kin-eezio", "kɪnˈiːzioʊ"),
        ("latissimus", "la-tissimus", "lətˈɪsɪməs"),
        ("malleolus", "mal-ee-o-luss", "mælˈiːələs"),
        ("masseter", "mass-eater", "mæsˈiːɾɚ"),
        ("meniscus", "men-iscus", "mənˈɪskəs"),
        ("multifidus", "mul-tiffi-duss", "mʌltˈɪfɪdəs"),
        ("nystagmus", "nis-tag-muss", "nɪstˈæɡməs"),
        ("occipital", "ock-sippital", "ɑksˈɪpɪɾəl"),
        ("olecranon", "oh-leckra-non", "oʊlˈɛkɹənɑn"),
        ("patella", "pa-tella", "pətˈɛlə"),
        ("peroneal", "perro-nee-al", "pˌɛɹənˈiːəl"),
        ("phalanges", "fa-lan-jeez", "fəlˈændʒiːz"),
        ("pilates", "pill-ah-teez", "pɪlˈɑːɾiːz"),
        ("piriformis", "pirri-formis", "pˌɪɹɪfˈɔːɹmɪs"),
        ("popliteal", "pop-litty-al", "pɑplˈɪɾiəl"),
        ("quadricep", "kwodrissep", "kwˈɑdɹɪsɛp"),
        ("quadriceps", "kwodrisseps", "kwˈɑdɹɪsɛps"),
        ("sacroiliac", "say-crow-illiac", "sˌeɪkɹoʊˈɪliæk"),
        ("sciatic", "sigh-attic", "saɪˈæɾɪk"),
        ("sternocleidomastoid", "sterno-clydo-mastoid", "stˌɜːnoʊklˌaɪdoʊmˈæstɔɪd"),
        ("suboccipital", "sub-ock-sippital", "sˌʌbɑksˈɪpɪɾəl"),
        ("subscapularis", "sub-scapular-iss", "sˌʌbskæpjʊlˈɛɹɪs"),
        ("supraspinatus", "supra-spy-naytus", "sˌuːpɹəspaɪnˈeɪɾəs"),
        ("teres", "teer-eez", "tˈɪɹiːz"),
        ("Theraband", "therry-band", "θˈɛɹəbænd"),
        ("trochanter", "tro-canter", "tɹoʊkˈæntɚ"),
    )
)
