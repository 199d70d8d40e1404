@echo off
rem Runs Graft's command line. On Windows the build is incremental: seconds when nothing has changed.
setlocal
set "ROOT=%~dp0"
set "PROGRAM=%ROOT%src\Cli\bin\Release\net10.0\Graft.Cli.dll"
set "LOG=%TEMP%\graft-build.log"
where dotnet >nul 2>nul
if errorlevel 1 (
  echo error: Graft needs the .NET 10 SDK. Install it from https://dot.net/download, and see that 'dotnet' is on the PATH. 1>&2
  exit /b 2
)
if not exist "%PROGRAM%" echo building Graft, once ^(about a minute^)... 1>&2
pushd "%ROOT%"
dotnet build src\Cli -c Release -nologo -v minimal -nodeReuse:false > "%LOG%" 2>&1
if errorlevel 1 (
  popd
  type "%LOG%" 1>&2
  echo error: Graft could not be built. The whole log is in %LOG% 1>&2
  exit /b 1
)
popd
dotnet "%PROGRAM%" %*
exit /b %ERRORLEVEL%
