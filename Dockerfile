FROM python:3.12-slim
RUN useradd --create-home --uid 10001 pactwatch
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e .
USER pactwatch
RUN mkdir /home/pactwatch/home
ENV PACTWATCH_HOME=/home/pactwatch/home
CMD ["pactwatch", "run"]
