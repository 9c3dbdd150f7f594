@echo off
rem Drop a folder or files on this file. ASCII with CRLF: cmd reads it right on any code page; Python prints the Chinese.
setlocal EnableExtensions DisableDelayedExpansion
set "GW_HOME=%~dp0"
set "GW_SELF=%~nx0"
set "GW_BASE=py"
where py >nul 2>nul && goto haspy
set "GW_BASE=python"
:haspy
set "GW_PY=%~dp0.venv\Scripts\python.exe"
"%GW_BASE%" "%~dp0delivery\set_up.py"
if errorlevel 1 goto failed
setlocal EnableDelayedExpansion
set "GW_CMDLINE=!cmdcmdline!"
if not defined GW_CMDLINE goto fromshell
if "!GW_CMDLINE:%GW_SELF%=!"=="!GW_CMDLINE!" goto fromshell
"!GW_PY!" "!GW_HOME!make_reports.py" --from-drop
set "GW_RC=!errorlevel!"
if not defined GW_NOPAUSE pause
rem exit without /b: after a drop cmd would go on to run what follows an ampersand in a name.
exit !GW_RC!
:fromshell
endlocal
"%GW_PY%" "%GW_HOME%make_reports.py" %*
set "GW_RC=%errorlevel%"
exit /b %GW_RC%
:failed
if not defined GW_NOPAUSE pause
exit /b 2
