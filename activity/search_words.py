"""Usual words for a page, by which people search for it: those of other products, in all languages of the interface."""

TRASH = (
    "trash recycle bin deleted delete restore undelete papelera eliminar eliminado borrar restaurar "
    "回收站 删除 恢复"
)
TRENDS = (
    "trends compare with last year history chart tendencias comparar con el año pasado gráfico "
    "趋势 比较 与去年比较 图表"
)
REPORTS = "report pdf funder donor print share informe financiador donante imprimir 报告 资助者 打印"
IMPORT = (
    "import a list upload spreadsheet excel csv undo the import importar una lista subir hoja de cálculo "
    "deshacer la importación 导入名单 上传 电子表格 撤销导入"
)
EXPORT = "export download all csv excel json data exportar descargar todos los datos 导出 下载 全部数据 下载全部数据"
AUDIT_LOG = (
    "audit log history who changed a record access trail registro "
    "de auditoría historial quién cambió un registro 审计日志 历史 谁修改了记录"
)
ACTIVITY = (
    "activity feed audit log changes who changed a record what changed recent actividad registro de auditoría "
    "cambios recientes quién cambió un registro 动态 审计日志 变更 谁修改了记录 最近"
)
NOTIFICATIONS = "notifications reminders alerts inbox notificaciones recordatorios avisos 通知 提醒"
PAGE_WORDS = {
    "events:meeting-log": (
        "log meeting record attendance minutes new event registrar una reunión asistencia acta 记录会议 出席"
    ),
    "events:event-plan": "plan schedule new event appointment programar planificar evento cita 计划 安排 新活动",
    "events:event-calendar": "calendar month ics subscribe calendario mes suscribirse 日历 月历 订阅",
    "events:event-trash": f"{TRASH} event evento recuperar 活动 恢复已删除的活动",
    "stakeholders:organization-trash": TRASH,
    "stakeholders:finding-trash": TRASH,
    "support:service-trash": TRASH,
    "library:item-trash": TRASH,
    "library:office-item-trash": TRASH,
    "stakeholders:organization-list": (
        "organizations partners contacts stakeholders address book organizaciones aliados "
        "contactos 机构 联系人 合作伙伴"
    ),
    "stakeholders:duplicate-list": (
        "merge duplicates duplicate double same twice fusionar unir combinar duplicados repetidos 合并 重复"
    ),
    "stakeholders:partner-survey": "trust survey partners encuesta confianza aliados 信任 调查 合作伙伴",
    "events:connections": (
        "connections network who met whom matrix conexiones red quién se reunió 联系 网络 谁见过谁"
    ),
    "dashboards:figures": f"{TRENDS} progress",
    "dashboards:office-trends": TRENDS,
    "evaluation:survey": (
        "survey questionnaire submit answers half-year encuesta enviar respuestas "
        "semestre 调查 提交 答案 半年"
    ),
    "residents:wave-list": (
        "survey questionnaire residents poster responses encuesta cuestionario residentes 问卷 居民 调查"
    ),
    "reports:report-list": REPORTS,
    "reports:office-report-list": REPORTS,
    "support:public-edit": "public page website publish página pública sitio web publicar 公开页面 网站 发布",
    "support:hotline-add": (
        "hotline helpline crisis line phone number emergency línea de ayuda teléfono número de emergencia "
        "热线 求助电话 电话号码"
    ),
    "communities:team": (
        "team members users people roles permissions invite a person equipo miembros usuarios personas "
        "permisos invitar una 团队 成员 用户 权限 邀请成员"
    ),
    "communities:team-invite": (
        "invite invitation add person member user invitar invitación agregar una persona "
        "usuario 邀请成员 添加 用户"
    ),
    "communities:office-team-invite": (
        "invite invitation add person staff user invitar invitación agregar persona 邀请 添加 工作人员"
    ),
    "communities:import-list": IMPORT,
    "communities:office-import-list": IMPORT,
    "activity:export-list": EXPORT,
    "activity:office-export-list": EXPORT,
    "reports:archive": (
        "archive backup download all data export zip restore archivo copia de seguridad "
        "respaldo descargar todos los datos 存档 备份 下载全部数据 导出"
    ),
    "communities:audit": AUDIT_LOG,
    "communities:office-audit": AUDIT_LOG,
    "activity:activity": f"{ACTIVITY} 活动",
    "activity:office-activity": ACTIVITY,
    "activity:person-requests": (
        "privacy gdpr personal data erase delete person privacidad datos personales "
        "borrar eliminar 隐私 个人数据 删除"
    ),
    "communities:notifications": NOTIFICATIONS,
    "communities:office-notifications": NOTIFICATIONS,
    "communities:notification-settings": (
        "change notifications notification settings email digest mute unsubscribe cambiar notificaciones "
        "correo desactivar 通知设置 更改通知 邮件 关闭通知"
    ),
    "communities:community-settings": (
        "settings preferences configuration ajustes configuración preferencias 设置 偏好"
    ),
    "communities:settings-language": "language translation idioma traducción 语言 翻译",
    "communities:settings-languages": "language languages required idioma idiomas 语言",
    "communities:settings-cadence": "meeting rhythm frequency how often ritmo frecuencia reuniones 会议频率",
    "communities:settings-profile": "population census profile población censo perfil 人口 普查",
    "account_email": "email address e-mail correo electrónico dirección 邮箱 电子邮件",
    "communities:account-phone": "phone number telephone call mobile teléfono número llamar móvil 电话 号码 手机",
    "account_change_password": "password change passphrase contraseña clave cambiar 密码 修改密码",
    "mfa_index": (
        "turn on two-factor two factor two-step 2fa mfa authenticator passkey security key "
        "recovery codes activar la verificación en dos pasos doble factor autenticador 开启两步验证 双重验证 双因素 "
        "通行密钥"
    ),
    "communities:sessions": (
        "sessions devices sign out everywhere log out sesiones dispositivos cerrar sesión 会话 设备 退出登录"
    ),
    "activity:shortcuts": "keyboard shortcuts hotkeys keys atajos teclado 快捷键 键盘",
    "communities:account-data": (
        "download my data personal data backup copy export descargar mis datos copia de seguridad "
        "下载 备份 我的数据"
    ),
    "communities:account-close": "delete account close remove eliminar cuenta cerrar borrar 删除账户 注销",
    "help:guide": "help guide manual support how to ayuda guía manual soporte 帮助 指南 手册",
    "help:whats-new": "news release notes updates novedades actualizaciones 更新 新功能",
}
LANGUAGE_WORDS = (
    "language translation english spanish chinese idioma traducción español inglés 语言 翻译 中文"
)
