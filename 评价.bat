@echo off
rem Drop a folder or files on this file. ASCII with CRLF: cmd reads it right on any code page; Python prints the Chinese.
setlocal EnableExtensions DisableDelayedExpansion
set "GW_HOME=%~dp0"
set "GW_SELF=%~nx0"
set "GW_OPT="
set "GW_ZIP=python-3.11.9-embed-amd64.zip"
set "GW_SHA=009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b"

rem A drop or a double click starts cmd with this file's name in its line; a console does not.
set "GW_DROP="
setlocal EnableDelayedExpansion
set "GW_CMDLINE=!cmdcmdline!"
if not defined GW_CMDLINE goto nodrop
if "!GW_CMDLINE:%GW_SELF%=!"=="!GW_CMDLINE!" goto nodrop
endlocal
set "GW_DROP=1"
goto python
:nodrop
endlocal

:python
set "GW_BASE=%~dp0py\python.exe"
if exist "%GW_BASE%" goto ready
if exist "%~dp0%GW_ZIP%" goto unpack
set "GW_BASE=py"
set "GW_OPT=-3"
if exist "%~dp0wheels" set "GW_OPT=-3.11"
py %GW_OPT% -c "" >nul 2>nul
if not errorlevel 1 goto ready
set "GW_BASE=python"
set "GW_OPT="
python -c "" >nul 2>nul
if not errorlevel 1 goto ready
echo [1] Python was not found.
goto explain

rem pushd: names of the bundle's own files are then plain ASCII for programs that know only their code page.
:unpack
pushd "%~dp0"
set "GW_SUM="
for /f "skip=1 delims=" %%H in ('%SystemRoot%\System32\certutil.exe -hashfile %GW_ZIP% SHA256') do if not defined GW_SUM set "GW_SUM=%%H"
if not defined GW_SUM set "GW_SUM=none"
set "GW_SUM=%GW_SUM: =%"
if /i not "%GW_SUM%"=="%GW_SHA%" goto otherzip
if exist py.new rmdir /s /q py.new
mkdir py.new
%SystemRoot%\System32\tar.exe -xf %GW_ZIP% -C py.new
if errorlevel 1 goto nounpack
if not exist py.new\python.exe goto nounpack
ren py.new py
popd
if exist "%GW_BASE%" goto ready
echo [3] %GW_ZIP% could not be unpacked.
goto explain
:otherzip
popd
echo [2] %GW_ZIP% is not the file that python.org published: SHA-256 %GW_SUM%
goto explain
:nounpack
popd
echo [3] %GW_ZIP% could not be unpacked.

rem The reason in Chinese, in a window of its own: without Python nothing else shows it right on every code page.
:explain
for %%F in ("%~dp0*.txt") do start "" notepad "%%~fF"
set "GW_RC=2"
goto leave

:ready
"%GW_BASE%" %GW_OPT% "%GW_HOME%delivery\set_up.py"
set "GW_RC=2"
if errorlevel 1 goto leave
set "GW_PY=%GW_BASE%"
set "PYTHONPATH=%GW_HOME%components"
if exist "%GW_HOME%wheels" goto go
set "GW_PY=%GW_HOME%.venv\Scripts\python.exe"
set "GW_OPT="
set "PYTHONPATH="
:go
if not defined GW_DROP goto fromshell
setlocal EnableDelayedExpansion
set "GW_CMDLINE=!cmdcmdline!"
"!GW_PY!" !GW_OPT! "!GW_HOME!make_reports.py" --from-drop
set "GW_RC=!errorlevel!"
goto leave
:fromshell
"%GW_PY%" %GW_OPT% "%GW_HOME%make_reports.py" %*
set "GW_RC=%errorlevel%"
exit /b %GW_RC%

rem exit without /b: after a drop cmd would go on to run what follows an ampersand in a name.
:leave
if not defined GW_DROP exit /b %GW_RC%
if not defined GW_NOPAUSE pause
exit %GW_RC%
