@echo off
rem Starts Cajal on Windows. In the source tree it finds a JDK and builds what is not built yet (after a change of the
rem source: mvn -pl cli -am package, or delete cli\target); in an image (bin\cajal.cmd beside bin\java.exe) it takes the
rem image's own Java.
rem
rem   CAJAL_JAVA_HOME=DIR   use this JDK            CAJAL_NO_BUILD=1   never build
rem   CAJAL_JAVA_OPTS=...   more options for java   CAJAL_NO_CDS=1     keep no class-data archive
rem
rem The options for java are those of ./cajal; LauncherTest compares. Unlike there, the JVM's notice of its incubating
rem module is shown. Paths are quoted wherever they stand: a folder such as "Program Files (x86)" would end a block.
setlocal EnableExtensions DisableDelayedExpansion
set "NEED=25"
set "CDS="
for %%r in ("%~dp0.") do set "ROOT=%%~fr"
for %%r in ("%~dp0..") do set "IMAGE=%%~fr"

if not exist "%ROOT%\java.exe" goto tree
if not exist "%IMAGE%\lib\cajal.jar" goto tree
set "JAVA=%ROOT%\java.exe"
set "JAR=%IMAGE%\lib\cajal.jar"
goto run

:tree
set "JAR=%ROOT%\cli\target\cajal-cli.jar"
set "JDK="
if not defined CAJAL_JAVA_HOME goto search
call :is_jdk "%CAJAL_JAVA_HOME%"
if defined JDK goto found
>&2 echo cajal: CAJAL_JAVA_HOME="%CAJAL_JAVA_HOME%" is not a JDK %NEED% or newer
exit /b 1

:search
if defined JAVA_HOME call :is_jdk "%JAVA_HOME%"
for %%j in (javac.exe) do call :is_jdk "%%~dp$PATH:j.."
for /d %%d in (
  "%ProgramFiles%\Eclipse Adoptium\*"
  "%ProgramFiles%\Java\*"
  "%ProgramFiles%\Microsoft\*"
  "%ProgramFiles%\Zulu\*"
  "%ProgramFiles%\Amazon Corretto\*"
  "%ProgramFiles%\BellSoft\*"
  "%LocalAppData%\Programs\Eclipse Adoptium\*"
  "%UserProfile%\.jdks\*"
) do call :is_jdk "%%~d"
if defined JDK goto found
>&2 echo cajal: needs a JDK %NEED% or newer and found none; install one, or name its folder in CAJAL_JAVA_HOME
exit /b 1

:found
set "JAVA=%JDK%\bin\java.exe"
if exist "%JAR%" goto archive
if defined CAJAL_NO_BUILD goto unbuilt
set "MAVEN="
for %%m in (mvn.cmd) do set "MAVEN=%%~$PATH:m"
if not defined MAVEN goto no_maven
>&2 echo cajal: building with "%JDK%" ...
set "JAVA_HOME=%JDK%"
pushd "%ROOT%"
call mvn.cmd -q -B -ntp -Dformatter.skip=true -Dmaven.test.skip=true -pl cli -am package >&2
set "STATUS=%ERRORLEVEL%"
popd
if "%STATUS%"=="0" goto archive
>&2 echo cajal: the build failed; its output stands above
exit /b 1

:unbuilt
>&2 echo cajal: is not built ("%JAR%" is missing), and CAJAL_NO_BUILD forbids to build it
exit /b 1

:no_maven
>&2 echo cajal: needs Maven (mvn) to build, and found none on the PATH
exit /b 1

:archive
if defined CAJAL_NO_CDS goto run
set CDS=-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%ROOT%\cli\target\cajal.jsa" -Xlog:cds*=off -Xlog:aot*=off

:run
set OPTIONS=--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC
set OPTIONS=%OPTIONS% -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
rem The console shows UTF-8 while Cajal runs. "Active code page: 850", elsewhere "Aktive Codepage: 850."
set "PAGE="
for /f "tokens=2 delims=:." %%p in ('chcp') do set "PAGE=%%p"
chcp 65001 >nul
"%JAVA%" %OPTIONS% %CDS% %CAJAL_JAVA_OPTS% -cp "%JAR%" io.cajal.cli.Main %*
set "STATUS=%ERRORLEVEL%"
if defined PAGE chcp %PAGE% >nul
exit /b %STATUS%

rem JDK becomes the folder if that holds a JDK that is new enough and none was found before. Its release file has a line
rem such as JAVA_VERSION="25.0.1" or JAVA_VERSION="26-ea".
:is_jdk
if defined JDK exit /b
if not exist "%~1\bin\java.exe" exit /b
if not exist "%~1\bin\javac.exe" exit /b
if not exist "%~1\release" exit /b
set "VERSION=0"
for /f "usebackq tokens=1,2 delims==" %%k in ("%~1\release") do if "%%k"=="JAVA_VERSION" set "VERSION=%%~l"
for /f "tokens=1 delims=.-+_" %%v in ("%VERSION%") do set "VERSION=%%v"
if %VERSION% GEQ %NEED% set "JDK=%~f1"
exit /b
