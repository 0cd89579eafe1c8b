/** The languages of templates by Meta's codes (wire facts, section 11.4); plain `pt` does not exist. */
export const TEMPLATE_LANGUAGES: readonly string[] =
  "pt_BR en es es_AR es_ES es_MX en_US en_GB pt_PT af ar az bg bn ca cs da de el et fa fi fil fr ga gu ha he hi hr hu id it ja ka kk kn ko ky_KG lo lt lv mk ml mr ms nb nl pa pl ro ru rw_RW sk sl sq sr sv sw ta te th tr uk ur uz vi zh_CN zh_HK zh_TW zu".split(
    " ",
  );
