"""What events of posts, assignments, training, badges and accounts say."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POSTS: Mapping[str, Promise] = {
    "post_created": _("设立岗位%(post_name)s"),
    "post_changed": _("修改岗位%(post_name)s：%(fields)s"),
    "post_retired": _("停用岗位%(post_name)s"),
    "assigned": _("任命%(name)s为%(post_name)s的%(role)s（%(validity)s）"),
    "assignment_ended": _("结束%(name)s在%(post_name)s的%(role)s任命（%(validity)s）"),
    "assignment_withdrawn": _("撤销%(name)s在%(post_name)s的%(role)s任命，尚未生效（%(validity)s）"),
}

QUALIFICATIONS: Mapping[str, Promise] = {
    "training_recorded": _("登记%(name)s完成%(training)s（%(taken_on)s，%(result)s）"),
    "training_revoked": _("作废%(name)s的%(training)s记录（%(taken_on)s）"),
    "badge_issued": _("向%(name)s签发统一标识%(number)s（%(valid_from)s至%(valid_until)s）"),
    "badge_renewed": _("向%(name)s换发统一标识%(number)s，代替%(replaced)s（%(valid_from)s至%(valid_until)s）"),
    "badge_revoked": _("作废%(name)s的统一标识%(number)s"),
    "photo_changed": _("更新%(name)s的证件照片"),
    "photo_removed": _("删除%(name)s的证件照片"),
}

ACCOUNTS: Mapping[str, Promise] = {
    "person_created": _("新建人员%(name)s（%(username)s）"),
    "person_changed": _("修改%(name)s的资料：%(fields)s"),
    "access_changed": _("修改%(name)s的角色和负责区域"),
    "password_reset": _("重置%(name)s的密码"),
}
